using System.Globalization;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Home;

internal sealed class CountRow
{
    public long Total { get; init; }

    public long Overdue { get; init; }
}

internal sealed class OverdueRow
{
    public string AccountId { get; init; } = "";

    public long Cases { get; init; }

    public string Since { get; init; } = "";
}

/// <summary>A live exception, with its case.</summary>
internal sealed class LiveExceptionRow : ListRow
{
    public long Id { get; init; }

    public string ExceptionState { get; init; } = "";

    public string EndsOn { get; init; } = "";

    public string RequestedBy { get; init; } = "";

    public long RequestedAt { get; init; }

    public ExceptionEntry ToException() =>
        new(new ExceptionId(Id), ToListed(), ExceptionState == "requested", HomeDates.Read(EndsOn), RequestedBy, Micros.ToTime(RequestedAt));
}

internal static class HomeDates
{
    public static DateOnly Read(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
