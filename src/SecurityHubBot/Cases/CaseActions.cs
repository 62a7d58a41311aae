using System.Diagnostics;
using SecurityHubBot.Deadlines;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Cases;

internal sealed class CaseActions(Database database, DueDates dueDates, OrganisationOptions organisation, Wake wake, TimeProvider time) : ICaseActions
{
    public Task<Case?> Find(CaseNumber number, CancellationToken cancellationToken) =>
        database.Read(session => CaseStore.Find(session, number), cancellationToken);

    public Task<AcceptResult?> Accept(CaseNumber number, string user, string? insteadOf, CancellationToken cancellationToken) =>
        Change(
            number,
            user,
            current => CaseCommands.Accept(current, user, insteadOf, time.GetUtcNow()),
            result => result is AcceptResult.Done done ? (done.Case, done.Event) : null,
            cancellationToken);

    public Task<LinkTicketResult?> LinkTicket(CaseNumber number, string user, TicketLink ticket, string? title, CancellationToken cancellationToken) =>
        Change(
            number,
            user,
            current => CaseCommands.LinkTicket(current, user, ticket, title),
            result => result is LinkTicketResult.Done done ? (done.Case, done.Event) : null,
            cancellationToken);

    public Task<SnoozeResult?> Snooze(CaseNumber number, string user, int days, CancellationToken cancellationToken) =>
        Change(
            number,
            user,
            current => CaseSnoozes.Snooze(current, user, days, dueDates.Calendar, organisation.DateAt(time.GetUtcNow()), time.GetUtcNow()),
            result => result is SnoozeResult.Done done ? (done.Case, done.Event) : null,
            cancellationToken);

    private async Task<TResult?> Change<TResult>(
        CaseNumber number,
        string user,
        Func<Case, TResult> decide,
        Func<TResult, (Case After, CaseEvent Event)?> change,
        CancellationToken cancellationToken)
        where TResult : class
    {
        var result = await database.Write(
            async session =>
            {
                if (await CaseStore.FindLocked(session, number) is not { } current)
                {
                    return null;
                }

                var decided = decide(current);
                if (change(decided) is var (after, happened))
                {
                    await CaseRecorder.Record(session, current, after, [happened], user, Activity.Current?.Id, time.GetUtcNow());
                }

                return decided;
            },
            cancellationToken);
        wake.Messages.Set();
        wake.Tickets.Set();
        return result;
    }
}
