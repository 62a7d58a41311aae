using SecurityHubBot.Bulletins;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Persistence;
using SecurityHubBot.Scores;
using SecurityHubBot.Slack;

namespace SecurityHubBot.Summaries;

/// <summary><c>/shub summary 2026-10</c>: a month's summary again, in the language of whoever asks.</summary>
internal sealed class PastSummaries(Database database, ScoreHistory history, IDirectory directory)
{
    private const string Latest =
        $"""
        select {BulletinStore.Columns} from bulletins where kind = @kind and period = @period and (audience = @audience or audience = @name or @kind = 'organisation-summary')
        order by id desc limit 1
        """;

    private const int AnyMonths = 1200;

    /// <param name="channelId">Where it was asked: the channel whose team is meant when the scope is that of a channel.</param>
    public async Task<RenderedMessage> Show(YearMonth month, CommandScope scope, string channelId, string? channelName, CommandContext context, CancellationToken cancellationToken)
    {
        if (month >= YearMonth.Of(context.Today))
        {
            return Sentence(SummaryWords.Say(context.Language, "Month.Future", month));
        }

        if (await Posted(month, scope, channelId, channelName, cancellationToken) is { } row && SummaryModel.TryParse(row.Payload) is { } model)
        {
            return Render(model, row, context);
        }

        return ScoreSubject.Of(scope.Accounts, await directory.Current(cancellationToken)) is { } subject
            ? await Kept(subject, month, scope, context, cancellationToken)
            : Sentence(SummaryWords.Say(context.Language, "Month.NoTeam", month));
    }

    private async Task<BulletinRow?> Posted(YearMonth month, CommandScope scope, string channelId, string? channelName, CancellationToken cancellationToken)
    {
        if (scope is { Accounts: not null, FromChannel: false })
        {
            return null;
        }

        var kind = scope.Accounts is null ? SummaryContent.OrganisationKind : SummaryContent.TeamKind;
        var args = new { kind, period = month.ToString(), audience = channelId, name = $"#{channelName}" };
        return await database.Read(session => session.SingleOrDefault<BulletinRow>(Latest, args), cancellationToken);
    }

    private static RenderedMessage Render(SummaryModel model, BulletinRow? row, CommandContext context)
    {
        var message = MonthlySummary.Render(new SummaryPage(model, context.Language, context.Catalogue, context.Zone), picture: null);
        if (row is not { Channel: { } channel, Ts: { } ts })
        {
            return message;
        }

        // Its picture is there, and not shown again: it may have been deleted in Slack, which would then refuse the whole answer.
        var link = SlackText.Link(new CardLink(channel, ts).Url, SummaryWords.Say(context.Language, "Month.Link"));
        return message with { Blocks = [message.Blocks[0], CardText.Context(link), .. message.Blocks.Skip(1)] };
    }

    private async Task<RenderedMessage> Kept(ScoreSubject subject, YearMonth month, CommandScope scope, CommandContext context, CancellationToken cancellationToken)
    {
        var points = await history.Months(subject, month.LastDay, cancellationToken);
        if (points is not [.., var last] || YearMonth.Of(last.Day) != month)
        {
            return await NoData(subject, month, context, cancellationToken);
        }

        IReadOnlyList<AccountId> accounts = scope.Accounts ?? [];
        return Render(
            new SummaryModel
            {
                Month = month.ToString(),
                CutOff = EndOf(last.Day, context.Zone),
                Today = last.Day,
                Language = context.Language.Code(),
                Channel = scope.Accounts is null ? null : subject.Id,
                Accounts = new Some<SummaryAccount>([.. accounts.Take(3).Select(a => new SummaryAccount(a.ToString(), SummaryMaker.Name(a, context.Accounts)))], accounts.Count),
                Score = SummaryNumbers.Score(last.Overall),
                Before = points.LastOrDefault(p => YearMonth.Of(p.Day) == month.Previous) is { } before ? SummaryNumbers.Score(before.Overall) : null,
                Standards = [.. last.Standards.Select(s => new SummaryStandard(s.Key.ToString(), SummaryNumbers.Score(s.Value), new Dictionary<string, long>(), 0))],
                Trend = SummaryNumbers.Trend(points, month, now: null),
                WasPosted = false,
            },
            row: null,
            context);
    }

    private async Task<RenderedMessage> NoData(ScoreSubject subject, YearMonth month, CommandContext context, CancellationToken cancellationToken)
    {
        var first = (await history.Months(subject, context.Today, cancellationToken, AnyMonths)).FirstOrDefault(p => YearMonth.Of(p.Day) < YearMonth.Of(context.Today));
        return Sentence(first is null
            ? SummaryWords.Say(context.Language, "Month.NoData", month)
            : SummaryWords.Say(context.Language, "Month.NoData.Since", month, YearMonth.Of(first.Day)));
    }

    private static DateTimeOffset EndOf(DateOnly day, TimeZoneInfo zone)
    {
        var last = day.ToDateTime(new TimeOnly(23, 59));
        return new DateTimeOffset(last, zone.GetUtcOffset(last));
    }

    private static RenderedMessage Sentence(string mrkdwn) => new(mrkdwn, [CardText.Section(mrkdwn)]);
}
