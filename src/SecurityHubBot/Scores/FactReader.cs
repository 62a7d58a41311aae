using System.Data.Common;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Scores;
using SecurityHubBot.Intake;

namespace SecurityHubBot.Scores;

/// <summary>Reads the rows of <see cref="ScoreQuery"/> one by one. Controls and standards come again and again and are made once.</summary>
internal sealed class FactReader(DbDataReader reader) : IAsyncDisposable
{
    private readonly Dictionary<string, AccountId> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ControlId> _controls = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StandardSet> _standards = new(StringComparer.Ordinal);

    /// <returns>Null after the last one.</returns>
    public async Task<ControlFact?> Next(CancellationToken cancellationToken) => await reader.ReadAsync(cancellationToken) ? Fact() : null;

    public ValueTask DisposeAsync() => reader.DisposeAsync();

    private ControlFact Fact() => new(
        Known(_accounts, reader.GetString(0), AccountId.Parse),
        reader.GetString(1),
        Known(_controls, reader.GetString(2), ControlId.Parse),
        Known(_standards, reader.GetString(3), text => new StandardSet(FindingColumns.ReadStandards(text))),
        Counts());

    private FindingCounts Counts()
    {
        var (findings, suppressed, passed, failed) = (Number(4), Number(5), Number(6), Number(7));
        return new FindingCounts(passed, failed, findings - suppressed - passed - failed, suppressed, Number(8) is > 0 and var severity ? (Severity)severity : null);
    }

    private int Number(int column) => (int)reader.GetInt64(column);

    private static T Known<T>(Dictionary<string, T> known, string text, Func<string, T> read)
    {
        if (!known.TryGetValue(text, out var value))
        {
            known[text] = value = read(text);
        }

        return value;
    }
}
