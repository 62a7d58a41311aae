using System.Globalization;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Exceptions;

/// <summary>How an exception's parts are written into columns and read back.</summary>
internal static class ExceptionColumns
{
    private const string DateFormat = "yyyy-MM-dd";

    private static readonly Dictionary<ExceptionState, string> States = new()
    {
        [ExceptionState.Requested] = "requested",
        [ExceptionState.Approved] = "approved",
        [ExceptionState.Rejected] = "rejected",
        [ExceptionState.Withdrawn] = "withdrawn",
        [ExceptionState.Undecided] = "undecided",
        [ExceptionState.Lapsed] = "lapsed",
    };

    private static readonly Dictionary<ExceptionScope, string> Scopes = new()
    {
        [ExceptionScope.All] = "all",
        [ExceptionScope.Chosen] = "chosen",
        [ExceptionScope.AllAndFuture] = "all_and_future",
    };

    public static string Write(ExceptionState state) => States[state];

    public static string Write(ExceptionScope scope) => Scopes[scope];

    public static string Write(DateOnly date) => date.ToString(DateFormat, CultureInfo.InvariantCulture);

    public static ExceptionState ReadState(string text) =>
        States.FirstOrDefault(s => s.Value == text) is { Value: not null } known ? known.Key : throw new FormatException($"'{text}' is no state of an exception.");

    public static ExceptionScope? TryReadScope(string? text) => Scopes.FirstOrDefault(s => s.Value == text) is { Value: not null } known ? known.Key : null;

    public static ExceptionScope ReadScope(string text) => TryReadScope(text) ?? throw new FormatException($"'{text}' is no scope of an exception.");

    public static DateOnly ReadDate(string text) => DateOnly.ParseExact(text, DateFormat, CultureInfo.InvariantCulture);
}

/// <summary>A row of <c>exceptions</c>.</summary>
internal class ExceptionRow
{
    public long Id { get; init; }

    public long CaseNumber { get; init; }

    public string State { get; init; } = "";

    public string Scope { get; init; } = "";

    public string Reason { get; init; } = "";

    public string? Evidence { get; init; }

    public string RequestedBy { get; init; } = "";

    public long RequestedAt { get; init; }

    public string RequestedUntil { get; init; } = "";

    public string? DecidedBy { get; init; }

    public long? DecidedAt { get; init; }

    public string? Comment { get; init; }

    public string? Until { get; init; }

    public long? EndedAt { get; init; }

    public long? ChasedAt { get; init; }

    public long? RenewalAskedAt { get; init; }

    public CaseException ToException(IEnumerable<string> resources) => new(
        new ExceptionId(Id),
        new CaseNumber(CaseNumber),
        ExceptionColumns.ReadState(State),
        ExceptionColumns.ReadScope(Scope),
        [.. resources],
        Reason,
        Evidence,
        RequestedBy,
        Micros.ToTime(RequestedAt),
        ExceptionColumns.ReadDate(RequestedUntil))
    {
        DecidedBy = DecidedBy,
        DecidedAt = Micros.ToTime(DecidedAt),
        Comment = Comment,
        Until = Until is null ? null : ExceptionColumns.ReadDate(Until),
        EndedAt = Micros.ToTime(EndedAt),
        ChasedAt = Micros.ToTime(ChasedAt),
        RenewalAskedAt = Micros.ToTime(RenewalAskedAt),
    };

    public static object Parameters(CaseException value) => new
    {
        id = value.Id.Value,
        number = value.Case.Value,
        state = ExceptionColumns.Write(value.State),
        scope = ExceptionColumns.Write(value.Scope),
        reason = value.Reason,
        evidence = value.Evidence,
        requestedBy = value.RequestedBy,
        requestedAt = Micros.From(value.RequestedAt),
        requestedUntil = ExceptionColumns.Write(value.RequestedUntil),
        decidedBy = value.DecidedBy,
        decidedAt = Micros.From(value.DecidedAt),
        comment = value.Comment,
        until = value.Until is { } until ? ExceptionColumns.Write(until) : null,
        endedAt = Micros.From(value.EndedAt),
        chasedAt = Micros.From(value.ChasedAt),
        renewalAskedAt = Micros.From(value.RenewalAskedAt),
    };
}

/// <summary>A row of <c>exception_resources</c>.</summary>
internal sealed class ExceptionResourceRow
{
    public long ExceptionId { get; init; }

    public string ResourceId { get; init; } = "";
}
