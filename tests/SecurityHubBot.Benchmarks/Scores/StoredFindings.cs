using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using SecurityHubBot.Benchmarks.Intake;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.Domain.Policies;
using SecurityHubBot.Intake;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Benchmarks.Scores;

/// <summary>
/// Findings as an organisation has them after a year: recorded ones, with every control of three standards in every account and Region,
/// most of them passed, some suppressed or archived. They are copied straight into the table; how they get there is another benchmark.
/// </summary>
internal static class StoredFindings
{
    private const int Templates = 2_000;
    private const int Seed = 20_261_123;

    private static readonly string[] Regions = ["ap-northeast-1", "us-east-1", "eu-west-1", "ap-northeast-3"];

    private static readonly StandardId[] Enabled =
    [
        StandardId.Parse("aws-foundational-security-best-practices/v/1.0.0"),
        StandardId.Parse("cis-aws-foundations-benchmark/v/1.4.0"),
        StandardId.Parse("nist-800-53/v/5.0.0"),
    ];

    public static async Task Fill(string connectionString, int findings, int accounts)
    {
        var templates = RecordedFindings.Make(Templates)
            .Select(json => FindingRow.From(((EventReading.Findings)SecurityHubEventReader.Read(Samples.ImportedEvent(json))).Items[0], TimeProvider.System.GetUtcNow()))
            .ToList();
        var controls = ControlCatalogue.Default.Active.Where(c => c.Standards.Any(Enabled.Contains)).ToList();
        var policies = Policies(controls, accounts);
        var random = new Random(Seed);
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using (var import = await connection.BeginBinaryImportAsync($"copy findings ({CopyBound.Columns}, policy, policy_source) from stdin (format binary)"))
        {
            for (var i = 0; i < findings; i++)
            {
                var row = One(templates[i % templates.Count], controls, i, accounts, random);
                var (policy, source) = policies[(row.ControlId!, row.AccountId)];
                await CopyBound.Write(import, row);
                await import.WriteAsync(policy, NpgsqlDbType.Text);
                await import.WriteAsync(source, NpgsqlDbType.Text);
            }

            await import.CompleteAsync();
        }

        await Execute(connection, "vacuum (analyze) findings");
        await Execute(connection, "checkpoint");
    }

    public static string AccountId(int number) => (111_100_000_000 + (number * 7_919L)).ToString(CultureInfo.InvariantCulture);

    /// <summary>By the rules that hold where nobody has entered a policy.</summary>
    private static Dictionary<(string Control, string Account), (string Policy, string Source)> Policies(List<CatalogueControl> controls, int accounts)
    {
        var policies = new Dictionary<(string, string), (string, string)>();
        foreach (var control in controls)
        {
            var standards = control.Standards.Where(Enabled.Contains).ToList();
            for (var i = 0; i < accounts; i++)
            {
                var question = new PolicyQuestion(control.Id, control, FailedSeverity: null, standards, Domain.AccountId.Parse(AccountId(i)), StoredOrganisation.EnvironmentOf(i), PolicyTable.Empty);
                var decision = PolicyRules.Decide(question);
                policies[(control.Id.ToString(), AccountId(i))] = (decision.Policy.Code(), decision.IsNewControl ? "new-control" : decision.Source.ToString());
            }
        }

        return policies;
    }

    private static FindingRow One(FindingRow template, List<CatalogueControl> controls, int number, int accounts, Random random)
    {
        var control = controls[random.Next(controls.Count)];
        var passed = random.Next(100) < 85;
        return template with
        {
            FindingKey = number.ToString("x22", CultureInfo.InvariantCulture),
            AccountId = AccountId(random.Next(accounts)),
            Region = Regions[random.Next(Regions.Length)],
            ControlKey = control.Id.Key,
            ControlId = control.Id.ToString(),
            Standards = string.Join(' ', control.Standards.Where(Enabled.Contains)),
            Compliance = passed ? "PASSED" : random.Next(20) == 0 ? "WARNING" : "FAILED",
            RecordState = random.Next(20) == 0 ? "ARCHIVED" : "ACTIVE",
            Workflow = passed ? "RESOLVED" : random.Next(4) == 0 ? "SUPPRESSED" : "NEW",
            Severity = passed ? "INFORMATIONAL" : control.Severity.Label(),
        };
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync();
    }
}
