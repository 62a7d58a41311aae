namespace SecurityHubBot.Cli;

/// <summary>Settings on the command line, as ASP.NET takes them: <c>--Database:Provider=postgres</c>, and with serve also <c>--urls http://…</c>.</summary>
internal static class SettingTokens
{
    /// <summary>Takes out what has an equals sign, wherever it stands; our own options never have one.</summary>
    public static (string[] Settings, string[] Words) Split(IReadOnlyList<string> args)
    {
        var settings = args.ToLookup(a => a.StartsWith("--", StringComparison.Ordinal) && a.IndexOf('=', StringComparison.Ordinal) > 2);
        return ([.. settings[true]], [.. settings[false]]);
    }

    /// <returns>The first token that is not part of <c>--Key Value</c>, or null.</returns>
    public static string? FirstThatIsNone(IReadOnlyList<string> tokens)
    {
        for (var i = 0; i < tokens.Count; i += 2)
        {
            var isPair = tokens[i].StartsWith("--", StringComparison.Ordinal) && tokens[i].Length > 2 && i + 1 < tokens.Count && !tokens[i + 1].StartsWith('-');
            if (!isPair)
            {
                return tokens[i];
            }
        }

        return null;
    }
}
