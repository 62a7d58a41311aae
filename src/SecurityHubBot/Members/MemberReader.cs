using Amazon.Organizations.Model;
using Amazon.SecurityHub.Model;
using SecurityHubBot.Aws;
using SecurityHubBot.Domain;

namespace SecurityHubBot.Members;

/// <summary>ListMembers of Security Hub says who is there, ListAccounts of AWS Organizations what they are called and which are suspended.</summary>
internal sealed partial class MemberReader(AwsClients clients, AwsPatience patience, ILogger<MemberReader> logger)
{
    private const int MostMembers = 50;

    // docs.aws.amazon.com/securityhub/1.0/APIReference/API_Member.html: the others were invited and never joined, or have left.
    private const string Joined = "Enabled";
    private const string AccountSuspended = "AccountSuspended";

    private static readonly HashSet<string> Closing = new(StringComparer.Ordinal) { "SUSPENDED", "PENDING_CLOSURE", "CLOSED" };

    public async Task<MemberList> Read(CancellationToken cancellationToken)
    {
        var administrator = await clients.Account(cancellationToken);
        var members = await Members(cancellationToken);
        var accounts = await Accounts(cancellationToken);
        var suspended = accounts.Where(a => Closing.Contains(a.Value.State ?? "") || Closing.Contains(a.Value.Status ?? "")).Select(a => a.Key).Concat(members[AccountSuspended]).ToHashSet();
        var active = members[Joined].Prepend(administrator).Distinct().Where(id => !suspended.Contains(id));
        return new MemberList([.. active.Select(id => new Member(id, accounts.GetValueOrDefault(id)?.Name))], [.. suspended]);
    }

    /// <returns>By their status.</returns>
    private async Task<ILookup<string, AccountId>> Members(CancellationToken cancellationToken)
    {
        var hub = await clients.Home(cancellationToken);
        var members = new List<Amazon.SecurityHub.Model.Member>();
        string? token = null;
        do
        {
            var request = new ListMembersRequest { OnlyAssociated = false, MaxResults = MostMembers, NextToken = token };
            var page = await patience.Run("ListMembers", () => hub.ListMembersAsync(request, cancellationToken), cancellationToken);
            members.AddRange(page.Members.Where(m => AccountId.TryParse(m.AccountId, out _)));
            token = page.NextToken is { Length: > 0 } next ? next : null;
        }
        while (token is not null);
        return members.ToLookup(m => m.MemberStatus ?? "", m => AccountId.Parse(m.AccountId!), StringComparer.OrdinalIgnoreCase);
    }

    private async Task<Dictionary<AccountId, Account>> Accounts(CancellationToken cancellationToken)
    {
        var accounts = new Dictionary<AccountId, Account>();
        try
        {
            string? token = null;
            do
            {
                var request = new ListAccountsRequest { NextToken = token };
                var page = await patience.Run("ListAccounts", () => clients.Organizations.ListAccountsAsync(request, cancellationToken), cancellationToken);
                foreach (var account in page.Accounts.Where(a => AccountId.TryParse(a.Id, out _)))
                {
                    accounts[AccountId.Parse(account.Id!)] = account;
                }

                token = page.NextToken is { Length: > 0 } next ? next : null;
            }
            while (token is not null);
        }
        catch (Exception exception) when (AwsFailure.Is(exception, cancellationToken))
        {
            // Who is a member is known all the same; half of the names are worse than none only for the eye.
            Log.NoNames(logger, AwsFailure.Reason(exception));
        }

        return accounts;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 7350, Level = LogLevel.Warning, Message = "AWS Organizations does not list the accounts, so that members are found without their names and suspended ones are not noticed: {Reason}")]
        public static partial void NoNames(ILogger logger, string reason);
    }
}
