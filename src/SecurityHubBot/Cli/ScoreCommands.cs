using SecurityHubBot.Commands;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Hosting;
using SecurityHubBot.Scores;

namespace SecurityHubBot.Cli;

internal enum ScoreFormat
{
    Text,
    Json,
    Csv,
}

/// <summary><c>score</c>: reads only, and needs the database and nothing else.</summary>
internal static class ScoreCommands
{
    /// <param name="account">A name or an id; null for the organisation and every account.</param>
    public static async Task<int> Print(string? account, ScoreFormat format, string[] settings, CancellationToken cancellationToken)
    {
        await using var services = Services(settings);
        var accounts = (await services.GetRequiredService<IDirectory>().Current(cancellationToken)).Accounts;
        IReadOnlyList<AccountId>? wanted = null;
        if (account is not null)
        {
            if (ScopeFinder.Named([account], accounts) is not ScopeResult.Found { Scope.Accounts: { } found })
            {
                await Console.Error.WriteLineAsync($"There is no account '{Cases.Cards.OneLine.Of(account)}'. Give its name or its twelve digits.");
                return ExitCodes.WrongInput;
            }

            wanted = found;
        }

        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var board = await services.GetRequiredService<ScoreQuery>().Board(wanted, cancellationToken);
        List<ReportedScore> scores =
        [
            .. wanted is null ? [new ReportedScore(Account: null, "", board.Organisation())] : Array.Empty<ReportedScore>(),
            .. (wanted ?? [.. board.Accounts.OrderBy(a => a.ToString(), StringComparer.Ordinal)]).Select(a => new ReportedScore(a, Name(a, accounts), board.Of(a))),
        ];
        await Write(scores, format, now, services.GetRequiredService<OrganisationOptions>());
        return ExitCodes.Ok;
    }

    private static async Task Write(List<ReportedScore> scores, ScoreFormat format, DateTimeOffset now, OrganisationOptions organisation)
    {
        switch (format)
        {
            case ScoreFormat.Json:
                Console.WriteLine(ScoreReport.ToJson(scores, now));
                break;
            case ScoreFormat.Csv:
                await using (var output = Console.OpenStandardOutput())
                {
                    await output.WriteAsync(CsvBytes.Write(ScoreReport.ToCsv(scores)));
                }

                break;
            default:
                foreach (var line in ScoreReport.Text(scores, $"{TimeZoneInfo.ConvertTime(now, organisation.Zone):yyyy-MM-dd HH:mm} ({organisation.TimeZone})"))
                {
                    Console.WriteLine(line);
                }

                break;
        }
    }

    private static string Name(AccountId id, IReadOnlyDictionary<AccountId, Account> accounts) => accounts.TryGetValue(id, out var account) ? account.Name : "";

    private static ServiceProvider Services(string[] settings) => DataCommands.Services(
        settings,
        (services, configuration) => services.AddOrganisation(configuration).AddScores().AddSingleton(Domain.Catalogue.ControlCatalogue.Default));
}
