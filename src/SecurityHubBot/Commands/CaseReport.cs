using System.Globalization;
using System.Text;
using CsvHelper;
using Dapper;
using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Persistence;
using SecurityHubBot.Slack;

namespace SecurityHubBot.Commands;

/// <param name="Bytes">A CSV file in UTF-8 with a byte order mark, by which Excel knows it.</param>
/// <param name="HasMore">More cases than one file holds.</param>
internal sealed record CaseFile(ReadOnlyMemory<byte> Bytes, long Cases, bool HasMore);

/// <summary>
/// Cases as a CSV file, read a thousand at a time. The names of the columns are English whatever the language: sheets and scripts that
/// are made for the file work for everybody's.
/// </summary>
internal sealed class CaseReport(Database database, CommandQueries queries)
{
    public const int MostCases = 100_000;

    private const int PageSize = 1000;
    private const int MaxTitle = 300;

    public static IReadOnlyList<string> Columns { get; } =
    [
        "number", "state", "severity", "control", "title", "account_id", "account", "environment", "region", "due_on", "days_left", "opened_on", "episode",
        "assignee", "unfixed_resources", "ticket", "ticket_url", "card_url", "standards",
    ];

    /// <returns>Null when there are no such cases.</returns>
    public async Task<CaseFile?> Write(ListFilter filter, CommandScope scope, string user, CommandContext context, CancellationToken cancellationToken, int most = MostCases)
    {
        using var bytes = new MemoryStream();
        await using (var text = new StreamWriter(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true))
        {
            using var csv = CsvWriter.Create(text, leaveOpen: true);
            csv.WriteRecord([.. Columns]);
            var (written, last) = (0L, new Place("", 0));
            while (written < most && await Page(filter, scope, user, last, (int)Math.Min(PageSize, most - written), cancellationToken) is { Count: > 0 } page)
            {
                foreach (var listed in page)
                {
                    csv.WriteRecord([.. Cells(listed, context).Select(SpreadsheetCell.Write)]);
                }

                written += page.Count;
                last = new Place(Date(page[^1].Case.DueOn), page[^1].Case.Number.Value);
            }

            if (written == 0)
            {
                return null;
            }

            csv.Flush();
            await text.FlushAsync(cancellationToken);
            var hasMore = written == most && (await Page(filter, scope, user, last, 1, cancellationToken)).Count > 0;
            return new CaseFile(bytes.ToArray(), written, hasMore);
        }
    }

    private Task<IReadOnlyList<ListedCase>> Page(ListFilter filter, CommandScope scope, string user, Place after, int size, CancellationToken cancellationToken)
    {
        var args = new DynamicParameters(new { user, afterDue = after.Due, afterNumber = after.Number, size });
        var where = queries.Where(filter, scope, args);
        return database.Read<IReadOnlyList<ListedCase>>(
            async session =>
            [
                .. (await session.Query<ListRow>(
                    $"{CommandQueries.SelectListed} where {where} and (c.due_on, c.number) > (@afterDue, @afterNumber) order by c.due_on, c.number limit @size", args)).Select(r => r.ToListed()),
            ],
            cancellationToken);
    }

    private static string[] Cells(ListedCase listed, CommandContext context)
    {
        var about = listed.Case;
        var account = context.Accounts.GetValueOrDefault(about.Key.Account);
        var days = about.DueOn.DayNumber - context.Today.DayNumber;
        return
        [
            about.Number.ToString(),
            CaseColumns.Write(about.State),
            Domain.Severities.Label(about.Severity),
            about.Key.Control.ToString(),
            SlackText.Truncate(CardText.Title(about, context.Catalogue.Find(about.Key.Control), context.Language), MaxTitle),
            about.Key.Account.ToString(),
            OneLine.Of(account?.Name),
            account?.Environment.Code() ?? "",
            OneLine.Of(about.Key.Region),
            Date(about.DueOn),
            about.IsOpen ? days.ToString(CultureInfo.InvariantCulture) : "",
            Date(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(about.OpenedAt, context.Zone).DateTime)),
            about.Episode.ToString(CultureInfo.InvariantCulture),
            about.Assignee ?? "",
            listed.Unfixed.ToString(CultureInfo.InvariantCulture),
            OneLine.Of(about.Ticket?.Id),
            OneLine.Of(about.Ticket?.Url),
            listed.Card?.Url ?? "",
            string.Join(' ', about.Standards),
        ];
    }

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record Place(string Due, long Number);
}
