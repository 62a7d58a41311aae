using System.Text;

namespace SecurityHubBot.Commands;

/// <summary><c>key=value</c> with a key that is known, and what follows it without a key of its own.</summary>
internal sealed class Setting<TKey>(TKey key, string value)
    where TKey : struct, Enum
{
    public TKey Key { get; } = key;

    /// <summary>As it was typed.</summary>
    public string Value { get; private set; } = value.Trim();

    /// <summary>Without case, in half-width letters, for what is one of a few words.</summary>
    public string Word => CommandTokens.Normalise(Value).ToLowerInvariant();

    /// <summary>What takes a cell away: nothing, or a word for it.</summary>
    public bool IsClear => Word is "" or "-" or "none" or "なし" or "無し";

    public void Append(string more, char separator) => Value = new StringBuilder(Value).Append(separator).Append(more).ToString().Trim();
}

internal static class SettingParser
{
    private const string Separators = "=:";

    /// <summary>Null when the token is no setting with one of these keys.</summary>
    public static Setting<TKey>? Parse<TKey>(CommandToken token, IReadOnlyDictionary<string, TKey> keys)
        where TKey : struct, Enum
    {
        if (token.IsQuoted)
        {
            return null;
        }

        var at = IndexOfSeparator(token.Raw);
        return at > 0 && keys.TryGetValue(CommandTokens.Normalise(token.Raw[..at]), out var key) ? new Setting<TKey>(key, token.Raw[(at + 1)..]) : null;
    }

    /// <summary>The key and the value of anything that looks like a setting.</summary>
    public static (string Key, string Value)? Split(CommandToken token) =>
        !token.IsQuoted && IndexOfSeparator(token.Raw) is > 0 and var at
            ? (CommandTokens.Normalise(token.Raw[..at]), token.Raw[(at + 1)..].Trim())
            : null;

    private static int IndexOfSeparator(string raw)
    {
        for (var i = 0; i < raw.Length; i++)
        {
            if (Separators.Contains(CommandTokens.Normal(raw[i]), StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
