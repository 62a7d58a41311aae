using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Persistence;
using SecurityHubBot.Slack;

namespace SecurityHubBot.Exceptions;

/// <summary>An exception of the same control in the same account, perhaps of another Region's case.</summary>
public sealed record EarlierRequest(CaseException Exception, string Region);

/// <summary>What was asked before about a control in an account: for whoever asks again, and for whoever decides.</summary>
internal static class PastExceptions
{
    private const int Most = 10;
    private const int MaxComment = 200;

    private const string Before =
        """
        select e.id, e.case_number, e.state, e.scope, e.reason, e.evidence, e.requested_by, e.requested_at, e.requested_until, e.decided_by,
            e.decided_at, e.comment, e.until, e.ended_at, e.chased_at, e.renewal_asked_at, c.region
        from exceptions e join cases c on c.number = e.case_number
        where c.account_id = @account and c.control_key = @control and e.id <> @except
        order by e.id desc limit @most
        """;

    /// <summary>The latest first, without their resources.</summary>
    public static async Task<IReadOnlyList<EarlierRequest>> Of(DbSession session, CaseKey key, ExceptionId? except = null)
    {
        var rows = await session.Query<PastRow>(
            Before, new { account = key.Account.ToString(), control = key.Control.Key, except = except?.Value ?? 0, most = Most });
        return [.. rows.Select(r => new EarlierRequest(r.ToException([]), r.Region))];
    }

    /// <summary>One line of mrkdwn: which, from when, how it went, and why.</summary>
    public static string Line(EarlierRequest past, CardModel model)
    {
        var exception = past.Exception;
        var line = ExceptionText.Say(
            model,
            "Past.Line",
            exception.Id,
            ExceptionText.Date(model, model.DateOf(exception.RequestedAt)),
            SlackText.User(exception.RequestedBy),
            ExceptionText.State(exception, model));
        var region = past.Region == model.Case.Key.Region ? "" : $" ({SlackText.Untrusted(OneLine.Of(past.Region))})";
        return exception.Comment is { } comment
            ? $"{line}{region}\n> {SlackText.Untrusted(SlackText.Truncate(OneLine.Of(comment), MaxComment))}"
            : line + region;
    }

    private sealed class PastRow : ExceptionRow
    {
        public string Region { get; init; } = "";
    }
}
