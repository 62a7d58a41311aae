using Microsoft.Data.Sqlite;
using SecurityHubBot.Sandbox.Workspace;

namespace SecurityHubBot.BrowserTests;

/// <summary>What the bot's own database says about its cards.</summary>
internal static class Cards
{
    private const string Waiting =
        """
        select (select count(*) from decision_queue) + (select count(*) from case_messages where desired > actual)
        """;

    public static bool AllAreAsTheyShouldBe(string database) => Ask(database, Waiting).Single() == "0";

    public static IReadOnlyList<string> CaseNumbers(string database) => Ask(database, "select number from cases order by number");

    /// <summary>The case number of every card in every channel.</summary>
    public static IReadOnlyList<string> In(SlackWorkspace workspace) =>
    [
        .. workspace.Seed.Channels.SelectMany(c => workspace.Messages(c.Id))
            .Where(m => (string?)m.Metadata?["event_type"] == "shub_case")
            .Select(m => m.Metadata!["event_payload"]!["case"]!.GetValue<string>()["SHUB-".Length..]),
    ];

    private static List<string> Ask(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(reader.GetValue(0).ToString()!);

        return rows;
    }
}
