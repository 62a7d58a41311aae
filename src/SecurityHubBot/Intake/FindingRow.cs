using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Intake;

/// <summary>A finding as the table keeps it.</summary>
/// <param name="Original">The finding's own JSON in UTF-8, a slice of the body it came in: PostgreSQL takes it as it is.</param>
public sealed record FindingRow(
    string FindingKey,
    string FindingId,
    string ProductArn,
    string AccountId,
    string Region,
    string? ControlKey,
    string? ControlId,
    string Standards,
    string? Compliance,
    string RecordState,
    string Workflow,
    string Severity,
    string Title,
    string Resources,
    long UpdatedAt,
    string ContentHash,
    string StateHash,
    ReadOnlyMemory<byte> Original)
{
    // A clock may be ahead a little. A finding from far ahead would never change again, so it counts as of now.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);

    public static FindingRow From(FindingReading reading, DateTimeOffset now)
    {
        var f = reading.Finding;
        var standards = string.Join(' ', f.Standards);
        var resources = FindingColumns.WriteResources(f.Resources);
        var compliance = FindingColumns.Write(f.Compliance);
        var record = FindingColumns.Write(f.RecordState);
        var state = $"{f.Control?.Key}\n{compliance}\n{record}\n{f.Severity}\n{standards}\n{f.Title}\n{resources}";
        return new FindingRow(
            Hash($"{f.ProductArn}\n{f.Id}\n{f.Account}\n{f.Region}"),
            f.Id,
            f.ProductArn,
            f.Account.ToString(),
            f.Region,
            f.Control?.Key,
            f.Control?.ToString(),
            standards,
            compliance,
            record,
            FindingColumns.Write(f.Workflow),
            Domain.Severities.Label(f.Severity),
            f.Title,
            resources,
            Micros.From(f.UpdatedAt > now + ClockDifference ? now : f.UpdatedAt),
            Hash(reading.Json.Span),
            Hash(state),
            reading.Json);
    }

    /// <summary>
    /// As it is once Security Hub does not have it any more: archived, and otherwise as AWS told it last. No newer than that, so that
    /// whatever comes of it after all wins.
    /// </summary>
    public FindingRow Gone() => this with
    {
        RecordState = FindingColumns.Write(Domain.Findings.RecordState.Archived),
        ContentHash = Hash($"{ContentHash}\ngone"),
        StateHash = Hash($"{StateHash}\ngone"),
    };

    /// <summary>The newest of each finding, in an order that every writer shares, so that two writers cannot wait for each other.</summary>
    public static List<T> Newest<T>(IEnumerable<T> rows, Func<T, FindingRow> row) =>
        [.. rows.GroupBy(r => row(r).FindingKey, StringComparer.Ordinal)
            .Select(g => g.Aggregate((a, b) => row(b).UpdatedAt >= row(a).UpdatedAt ? b : a))
            .OrderBy(r => row(r).FindingKey, StringComparer.Ordinal)];

    private static string Hash(string text) => Hash(Encoding.UTF8.GetBytes(text));

    // 128 bits of SHA-256: short keys, and nobody can make two findings meet on purpose with less than 2^64 tries.
    private static string Hash(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return Base64Url.EncodeToString(hash[..16]);
    }
}
