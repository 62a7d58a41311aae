using System.Diagnostics;
using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Exceptions;

/// <summary>What modals about an exception show.</summary>
/// <param name="Case">With its account, exceptions and card.</param>
/// <param name="Past">Other exceptions of the control in the account, the latest first.</param>
/// <param name="Exception">The one that is meant; null for a new request.</param>
public sealed record ExceptionDossier(CardModel Case, IReadOnlyList<EarlierRequest> Past, CaseException? Exception);

/// <summary>What comes of taking an exception back.</summary>
public enum WithdrawOutcome
{
    Done,
    NoSuch,
    NotYours,
    NotLive,
}

/// <summary>What people do about exceptions, stored at once; card, thread, approval channel and case follow by themselves.</summary>
internal sealed class ExceptionActions(
    Database database, IDirectory directory, ControlCatalogue catalogue, OrganisationOptions organisation, Wake wake, TimeProvider time)
{
    /// <returns>Null when there is no such case.</returns>
    public Task<ExceptionDossier?> Look(CaseNumber number, Language language, CancellationToken cancellationToken) =>
        database.Read(session => Dossier(session, number, null, language), cancellationToken);

    /// <returns>Null when there is no such exception.</returns>
    public Task<ExceptionDossier?> Look(ExceptionId id, Language language, CancellationToken cancellationToken) =>
        database.Read(
            async session => await ExceptionStore.Find(session, id) is { } found ? await Dossier(session, found.Case, found, language) : null,
            cancellationToken);

    /// <param name="form">With the resources' keys as the modal gave them in place of their ids.</param>
    /// <returns>Null when there is no such case.</returns>
    public Task<RequestResult?> Request(CaseNumber number, ExceptionForm form, string user, CancellationToken cancellationToken) =>
        Change(
            number,
            async (session, current) =>
            {
                var now = time.GetUtcNow();
                var known = await ExceptionStore.Of(session, number);
                var named = form with { Resources = Named(current, form.Resources) };
                var result = ExceptionRequests.Request(current, known, named, user, organisation.DateAt(now), now);
                if (result is not RequestResult.Done done)
                {
                    return result;
                }

                var added = await ExceptionStore.Add(session, done.Exception);
                var happened = done.Event with { Exception = added.Id.Value };
                session.Audit(ExceptionAudit.Entry(before: null, added, happened, user));
                await CaseRecorder.Record(session, current, current, [happened], user, Activity.Current?.Id, now);
                await CaseMessageStore.WantException(session, number, added.Id, Activity.Current?.Id, now);
                await CaseMessageStore.WantApproval(session, number, added.Id, Activity.Current?.Id, now);
                return new RequestResult.Done(added, happened);
            },
            cancellationToken);

    /// <returns>Null when there is no such exception.</returns>
    public async Task<DecisionResult?> Decide(ExceptionId id, DecisionForm form, string approver, CancellationToken cancellationToken) =>
        await Change(
            id,
            approver,
            exception => ExceptionDecisions.Decide(exception, form, approver, organisation.DateAt(time.GetUtcNow()), time.GetUtcNow()),
            result => result is DecisionResult.Done done ? (done.Exception, done.Event) : null,
            cancellationToken);

    public async Task<WithdrawOutcome> Withdraw(ExceptionId id, string user, CancellationToken cancellationToken)
    {
        var result = await Change<object>(
            id,
            user,
            exception => ExceptionRequests.Withdraw(exception, user, time.GetUtcNow()) is { } done
                ? done
                : exception.IsLive ? WithdrawOutcome.NotYours : WithdrawOutcome.NotLive,
            result => result is (CaseException after, CaseEvent.ExceptionWithdrawn happened) ? (after, happened) : null,
            cancellationToken);
        return result switch
        {
            null => WithdrawOutcome.NoSuch,
            WithdrawOutcome refused => refused,
            _ => WithdrawOutcome.Done,
        };
    }

    private async Task<TResult?> Change<TResult>(
        ExceptionId id,
        string user,
        Func<CaseException, TResult> decide,
        Func<TResult, (CaseException After, CaseEvent Event)?> change,
        CancellationToken cancellationToken)
        where TResult : class
    {
        if (await database.Read(session => ExceptionStore.Find(session, id), cancellationToken) is not { } unlocked)
        {
            return null;
        }

        return await Change(
            unlocked.Case,
            async (session, current) =>
            {
                // Read again under the case's lock: somebody else may just have decided.
                var before = (await ExceptionStore.Find(session, id))!;
                var decided = decide(before);
                if (change(decided) is var (after, happened))
                {
                    await ExceptionRecorder.Record(session, current, before, after, happened, user, Activity.Current?.Id, time.GetUtcNow());
                }

                return decided;
            },
            cancellationToken);
    }

    private async Task<TResult?> Change<TResult>(CaseNumber number, Func<DbSession, Case, Task<TResult>> change, CancellationToken cancellationToken)
        where TResult : class
    {
        var result = await database.Write(
            async session => await CaseStore.FindLocked(session, number) is { } current ? await change(session, current) : null,
            cancellationToken);
        wake.Decisions.Set();
        wake.Messages.Set();
        wake.Tickets.Set();
        return result;
    }

    private static List<string> Named(Case about, IReadOnlyList<string> keys)
    {
        var wanted = keys.ToHashSet(StringComparer.Ordinal);
        return [.. about.Resources.Where(r => wanted.Contains(CaseStore.ResourceKey(r.Id))).Select(r => r.Id), .. Unknown(about, wanted)];
    }

    /// <summary>Kept, so that the rules see that something was chosen which is no longer there.</summary>
    private static IEnumerable<string> Unknown(Case about, HashSet<string> keys) =>
        keys.Except(about.Resources.Select(r => CaseStore.ResourceKey(r.Id)), StringComparer.Ordinal);

    private async Task<ExceptionDossier?> Dossier(DbSession session, CaseNumber number, CaseException? about, Language language)
    {
        if (await CaseStore.Find(session, number) is not { } found)
        {
            return null;
        }

        var accounts = (await directory.For(session)).Accounts;
        var control = catalogue.TryGet(found.Key.Control, out var entry) ? entry : null;
        var model = new CardModel(found, accounts.GetValueOrDefault(found.Key.Account), control, language, organisation.DateAt(time.GetUtcNow()))
        {
            Exceptions = await ExceptionStore.Of(session, number),
            Card = await CaseMessageStore.FindCard(session, number),
            Zone = organisation.Zone,
        };
        return new ExceptionDossier(model, await PastExceptions.Of(session, found.Key, about?.Id), about);
    }
}
