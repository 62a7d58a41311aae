using SecurityHubBot.Bulletins;
using SecurityHubBot.Cases;
using SecurityHubBot.Deadlines;
using SecurityHubBot.Domain;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;
using SecurityHubBot.Roles;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Reminders;

/// <summary>
/// What one message about due dates says: looked up when it is posted, so that what has been fixed, excepted or put off meanwhile is not
/// in it. A day's message that could not be posted on its day is not posted at all: the next day's says the same as it is by then.
/// </summary>
internal sealed class ReminderContent(
    ReminderKind kind, ReminderQueries queries, Database database, DueDates dueDates, OrganisationOptions organisation, ILanguageOf languages, TimeProvider time) : IBulletinContent
{
    public string Kind => kind.Code();

    public DateTimeOffset? WaitUntil(BulletinRow row, DateTimeOffset now) =>
        row.Period == Today(now) && Today(dueDates.Quiet.NextTime(now)) == row.Period ? dueDates.Quiet.NextTime(now) : null;

    public async Task<Bulletin?> Render(BulletinRow row, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var lines = row.Period == Today(now) && !dueDates.Quiet.IsQuiet(now) ? await queries.Of(kind, row.Audience, organisation.DateAt(now), cancellationToken) : [];
        await database.Write(session => ToldCases.Note(session, row, lines.Select(l => l.Case.Number)), cancellationToken);
        if (lines.Count == 0)
        {
            return null;
        }

        var model = new ReminderModel(kind, await LanguageOf(row, lines, cancellationToken), organisation.DateAt(now), lines) { Groups = Groups(lines) };
        return Bulletin.Of(model.Language, ReminderView.Render(model));
    }

    public Task Posted(DbSession session, BulletinRow row) => ToldCases.Mark(session, row, kind);

    private async Task<Language> LanguageOf(BulletinRow row, IReadOnlyList<ReminderLine> lines, CancellationToken cancellationToken)
    {
        if (kind == ReminderKind.Security)
        {
            return organisation.DefaultLanguage;
        }

        return BulletinPlaces.IsPerson(row.Audience)
            ? await languages.For(row.Audience, channelId: null, cancellationToken)
            : lines.Select(l => l.Account).OfType<Domain.Accounts.Account>().OrderBy(a => a.Id.ToString(), StringComparer.Ordinal).FirstOrDefault()?.Language
                ?? organisation.DefaultLanguage;
    }

    private IReadOnlyList<string> Groups(IReadOnlyList<ReminderLine> lines) =>
        kind == ReminderKind.Escalation
            ? [.. lines.Select(l => l.Account?.Escalation).OfType<string>().Where(RoleLists.IsGroup).Distinct(StringComparer.Ordinal)]
            : [];

    private string Today(DateTimeOffset now) => CaseRow.WriteDate(organisation.DateAt(now));
}
