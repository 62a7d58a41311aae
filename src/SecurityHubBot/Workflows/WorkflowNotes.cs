using System.Collections.Concurrent;
using System.Diagnostics;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Domain.Workflows;
using SecurityHubBot.Exceptions;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Workflows;

/// <summary>What the note of a finding says in Security Hub: why it has its status, and by whose decision. In the organisation's language.</summary>
internal sealed class WorkflowNotes(Database database, ISlackApiClient slack, OrganisationOptions organisation, TimeProvider time)
{
    /// <summary>As long as AWS takes.</summary>
    public const int MaxLength = 512;

    private const int MaxName = 60;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);

    private Language Language => organisation.DefaultLanguage;

    /// <param name="note">As the column has it.</param>
    /// <returns>Null when the note is left alone.</returns>
    public async Task<string?> Of(string note, CancellationToken cancellationToken) =>
        WorkflowReason.TryParse(note, out var reason) ? SlackText.Truncate(await Of(reason, cancellationToken), MaxLength) : null;

    private async Task<string> Of(WorkflowReason reason, CancellationToken cancellationToken)
    {
        switch (reason)
        {
            case WorkflowReason.Excepted excepted:
                return await database.Read(session => ExceptionStore.Find(session, excepted.Exception), cancellationToken) is { } exception
                    ? await Excepted(exception, cancellationToken)
                    : Say("Note.Exception.Unknown", excepted.Exception);
            case WorkflowReason.ByPolicy by:
                return Say($"Note.{by.Policy}", by.Control, WorkflowWords.Source(Language, by.Source, by.Standard));
            case WorkflowReason.Told told:
                return YearMonth.TryParse(told.Month, out var month) ? Say("Note.Told", PeopleDates.Month(month.Year, month.Month, Language)) : Say("Note.Told", told.Month);
            case WorkflowReason.Undone:
                return Say("Note.Undone");
            default:
                throw new UnreachableException();
        }
    }

    private async Task<string> Excepted(CaseException exception, CancellationToken cancellationToken) => Say(
        "Note.Exception",
        exception.Id,
        exception.Case,
        await Name(exception.RequestedBy, cancellationToken),
        exception.DecidedBy is { } approver ? await Name(approver, cancellationToken) : "–",
        exception.Until is { } until ? PeopleDates.Date(until, Language) : "–");

    /// <summary>Whoever reads Security Hub has no Slack to look ids up in. Where Slack does not answer, the id must do.</summary>
    private async Task<string> Name(string user, CancellationToken cancellationToken)
    {
        if (_names.TryGetValue(user, out var known))
        {
            return known;
        }

        try
        {
            var found = await slack.Users.Info(user, includeLocale: false, cancellationToken).WaitAsync(Patience, time, cancellationToken);
            string?[] names = [found.RealName, found.Profile.RealName, found.Profile.DisplayName, found.Name];
            return _names[user] = SlackText.Truncate(OneLine.Of(names.FirstOrDefault(n => !string.IsNullOrWhiteSpace(n)) ?? user), MaxName);
        }
        catch (Exception exception) when (exception is SlackCallException or TimeoutException)
        {
            return user;
        }
    }

    private string Say(string key, params object?[] args) => WorkflowWords.Say(Language, key, args);
}
