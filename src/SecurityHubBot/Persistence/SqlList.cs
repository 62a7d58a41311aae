using Dapper;

namespace SecurityHubBot.Persistence;

/// <summary>Values for <c>in (…)</c>, written out one by one, because only one of the databases takes lists.</summary>
internal static class SqlList
{
    /// <param name="values">May be none: then nothing is in it.</param>
    /// <param name="name">Of the parameters, numbered.</param>
    /// <param name="args">Gets the parameters.</param>
    public static string Of(IReadOnlyList<string> values, string name, DynamicParameters args)
    {
        for (var i = 0; i < values.Count; i++)
        {
            args.Add($"{name}{i}", values[i]);
        }

        return values.Count == 0 ? "null" : string.Join(", ", values.Select((_, i) => $"@{name}{i}"));
    }
}
