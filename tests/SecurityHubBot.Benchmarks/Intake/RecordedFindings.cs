using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Benchmarks.Intake;

/// <summary>
/// Recorded control findings given other accounts, Regions and resources: always the same ones. Recordings have most of their
/// tags taken out, so tags are put back until a finding is as long as the ones that AWS sends.
/// </summary>
internal static class RecordedFindings
{
    private const int Accounts = 40;
    private const int Seed = 20_261_123;
    private const int Length = 3_500;
    private const int ShortestTemplate = 2_300;

    private static readonly string[] Regions = ["ap-northeast-1", "us-east-1", "eu-west-1", "ap-northeast-3"];
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    public static IEnumerable<string> AccountIds => Enumerable.Range(0, Accounts).Select(AccountId);

    /// <summary>Compact JSON of so many findings, no two of the same id.</summary>
    public static IReadOnlyList<string> Make(int count)
    {
        var templates = Samples.OfKind("asff-control-consolidated").Concat(Samples.OfKind("asff-control-fsbp"))
            .Select(s => s.Text)
            .Where(text => JsonNode.Parse(text)!.ToJsonString().Length is >= ShortestTemplate and <= Length + 500)
            .ToList();
        var random = new Random(Seed);
        return [.. Enumerable.Range(0, count).Select(i => One(JsonNode.Parse(templates[i % templates.Count])!.AsObject(), i, random))];
    }

    private static string AccountId(int number) => (111_100_000_000 + (number * 7_919L)).ToString(CultureInfo.InvariantCulture);

    private static string One(JsonObject finding, int number, Random random)
    {
        var account = AccountId(random.Next(Accounts));
        var region = Regions[random.Next(Regions.Length)];
        var resource = finding["Resources"]![0]!.AsObject();
        var oldAccount = finding["AwsAccountId"]!.GetValue<string>();
        var id = new Guid(SHA256.HashData(BitConverter.GetBytes(number)).AsSpan(0, 16)).ToString();
        finding["Id"] = $"{finding["Id"]!.GetValue<string>().Split("/finding/")[0].Replace(oldAccount, account, StringComparison.Ordinal)}/finding/{id}";
        finding["AwsAccountId"] = account;
        finding["Region"] = region;
        finding["UpdatedAt"] = Start.AddMilliseconds(number * 731L).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        resource["Id"] = $"{resource["Id"]!.GetValue<string>().Replace(oldAccount, account, StringComparison.Ordinal)}-{Word(random)}";
        resource["Region"] = region;
        Tag(finding, resource, random);
        return finding.ToJsonString();
    }

    private static void Tag(JsonObject finding, JsonObject resource, Random random)
    {
        var tags = new JsonObject();
        resource["Tags"] = tags;
        var missing = Length - Encoding.UTF8.GetByteCount(finding.ToJsonString());
        for (var i = 0; missing > 0; i++)
        {
            var (name, value) = ($"aws:tag-{i}", $"{Word(random)}-{Word(random)}-{Word(random)}");
            tags[name] = value;
            missing -= name.Length + value.Length + 6;
        }
    }

    private static string Word(Random random) => random.Next(0x1000_0000, int.MaxValue).ToString("x", CultureInfo.InvariantCulture);
}
