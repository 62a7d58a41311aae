using System.Diagnostics;
using SecurityHubBot.Aws;
using SecurityHubBot.Cases;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Hosting;
using SecurityHubBot.Intake;
using SecurityHubBot.Jobs;
using SecurityHubBot.Persistence;
using SecurityHubBot.Reconcile;

namespace SecurityHubBot.Members;

/// <summary>
/// Puts new members of the organisation's Security Hub into the account table, without an owner, so that somebody gives them one; and ends
/// what concerns those that have left.
/// </summary>
internal sealed partial class AccountDiscovery(
    Database database,
    DirectoryImport directory,
    FindingBatcher intake,
    OrganisationOptions organisation,
    Wake wake,
    TimeProvider time,
    ILogger<AccountDiscovery> logger,
    MemberReader? members = null) : IReportingJob
{
    private const int AtOnce = 200;

    public async Task<JobReport> Report(CancellationToken cancellationToken)
    {
        if (members is null)
        {
            return new JobReport(new JobFact("no_truth", 1));
        }

        var list = await Read(members, cancellationToken);
        var changes = await database.Write(session => MemberStore.Take(session, list, time.GetUtcNow()), cancellationToken);
        if (changes.NotBelieved > 0)
        {
            Log.NotBelieved(logger, changes.NotBelieved);
        }

        var archived = await ArchiveLeft(cancellationToken);
        wake.Decisions.Set();
        // Of all members, not of new ones only: dying after the transaction before, nobody else would enter them.
        var entered = await Enter(list, cancellationToken);
        Log.Found(logger, list.Active.Count, entered, changes.Left.Count, changes.Back.Count, archived);
        return new JobReport(
            new JobFact("members", list.Active.Count), new JobFact("entered", entered), new JobFact("left", changes.Left.Count), new JobFact("not_believed", changes.NotBelieved));
    }

    private static async Task<MemberList> Read(MemberReader members, CancellationToken cancellationToken)
    {
        try
        {
            return await members.Read(cancellationToken);
        }
        catch (Exception exception) when (AwsFailure.Is(exception, cancellationToken))
        {
            throw new JobFailedException(JobFailure.SecurityHub, AwsFailure.Reason(exception), exception);
        }
    }

    private async Task<int> Enter(MemberList list, CancellationToken cancellationToken)
    {
        try
        {
            return await directory.AddAccounts([.. list.Active.Select(Unowned)], $"job:{MemberStore.Actor}", cancellationToken);
        }
        catch (DirectoryUnavailableException exception)
        {
            throw new JobFailedException(JobFailure.DynamoDb, $"New members cannot be entered into the account table: {exception.Message}", exception);
        }
    }

    /// <summary>Without channel and owner everything about it goes to the security channel; production is what is looked at most strictly.</summary>
    private Account Unowned(Member member) => new(
        member.Id,
        member.Name?.Trim() is { Length: > 0 } name ? name[..Math.Min(name.Length, AccountRowParser.MaxNameLength)] : member.Id.ToString(),
        AccountEnvironment.Production,
        Channel: "",
        Owners: [],
        Escalation: null,
        TicketProject: null,
        organisation.DefaultLanguage);

    /// <summary>Security Hub no longer shows what it knew of them, and no event says so.</summary>
    private async Task<int> ArchiveLeft(CancellationToken cancellationToken)
    {
        var archived = 0;
        foreach (var account in await database.Read(session => MemberStore.Left(session), cancellationToken))
        {
            for (var after = ""; ;)
            {
                var rows = await database.Read(session => HeldFindings.Active(session, account, after, AtOnce), cancellationToken);
                if (rows.Count == 0)
                {
                    break;
                }

                await intake.Store([.. rows.Select(row => new IncomingFinding(row.Gone(), Activity.Current?.Id))], cancellationToken);
                (archived, after) = (archived + rows.Count, rows[^1].FindingKey);
            }
        }

        return archived;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 7351, Level = LogLevel.Information, Message = "{Members} members; {Entered} entered into the account table, {Left} have left, {Back} are back, {Archived} findings of those that left archived")]
        public static partial void Found(ILogger logger, int members, int entered, int left, int back, int archived);

        [LoggerMessage(EventId = 7352, Level = LogLevel.Warning, Message = "{Missing} accounts are no members any more; so many at once are not believed, and nothing is changed")]
        public static partial void NotBelieved(ILogger logger, int missing);
    }
}
