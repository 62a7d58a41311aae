namespace SecurityHubBot.Cli;

/// <summary>
/// Settings on the command line, as ASP.NET takes them: <c>--Database:Provider=postgres</c> or <c>--urls http://…</c>. Anything
/// else that no command knows is a mistake and not a setting.
/// </summary>
internal static class SettingTokens
{
    /// <returns>The first token that is no setting, or null.</returns>
    public static string? FirstWrong(IReadOnlyList<string> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!tokens[i].StartsWith("--", StringComparison.Ordinal) || tokens[i].Length < 3)
            {
                return tokens[i];
            }

            if (tokens[i].Contains('=', StringComparison.Ordinal))
            {
                continue;
            }

            if (i + 1 == tokens.Count || tokens[i + 1].StartsWith('-'))
            {
                return tokens[i];
            }

            i++;
        }

        return null;
    }
}
