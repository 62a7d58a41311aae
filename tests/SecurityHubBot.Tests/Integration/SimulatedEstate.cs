using System.Globalization;
using System.Text.Json.Nodes;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Integration;

/// <summary>Accounts with controls that fail and are fixed: the events that tell it, and what is true once all have been told.</summary>
internal sealed class SimulatedEstate(Random random)
{
    public static IReadOnlyList<string> Accounts { get; } = [.. Enumerable.Range(0, 10).Select(i => $"{i}{i}{i}{i}00001111")];

    public static IReadOnlyList<string> Controls { get; } =
        ["S3.8", "S3.1", "s3.2", "S3.3", "EC2.19", "RDS.2", "IAM.4", "KMS.3", "Autoscaling.5", "Lambda.1", "SQS.3", "SNS.4", "ECS.1", "EKS.1", "DMS.1"];

    private readonly Dictionary<string, (string Account, string Control, string Resource, string Compliance, string Record, int Minute)> _newest = [];

    public IEnumerable<IGrouping<(string Account, string Control), string>> Failing => _newest.Values
        .Where(v => v is { Compliance: "FAILED", Record: "ACTIVE" })
        .Select(v => (v.Account, Control: v.Control.ToUpperInvariant(), v.Resource))
        .Distinct()
        .GroupBy(v => (v.Account, v.Control), v => v.Resource);

    /// <summary>Events in the order in which they arrive: a tenth too late, a fifth twice.</summary>
    public List<byte[]> Tell(int count)
    {
        var arriving = new List<(double At, byte[] Body)>();
        for (var i = 0; i < count; i++)
        {
            var body = Samples.ImportedEvent(Change());
            arriving.Add((i + (random.Next(10) == 0 ? random.Next(60) : 0), body));
            if (random.Next(5) == 0)
            {
                arriving.Add((i + random.Next(100), body));
            }
        }

        return [.. arriving.OrderBy(a => a.At).Select(a => a.Body)];
    }

    /// <summary>The end of every story: what fails now and then is fixed for about half of all.</summary>
    private JsonObject Change()
    {
        var (account, control) = (Accounts[random.Next(Accounts.Count)], Controls[random.Next(Controls.Count)]);
        var resource = $"res-{random.Next(random.Next(1, 12)):00}";
        var copy = random.Next(4) == 0 ? "-copy" : "";
        var id = $"{account}/{control}/{resource}{copy}";
        var minute = _newest.TryGetValue(id, out var known) ? known.Minute + 1 : 0;
        var compliance = random.Next(5) < 2 ? "FAILED" : "PASSED";
        var record = random.Next(12) == 0 ? "ARCHIVED" : "ACTIVE";
        _newest[id] = (account, control, resource, compliance, record, minute);

        // AWS writes the letter case of ids irregularly.
        var written = random.Next(10) == 0 ? control.ToUpperInvariant() : control;
        var finding = Events.Finding($"arn:aws:s3:::{resource}-{account[..2]}-{control.ToLowerInvariant()}", account, control, compliance, minute);
        finding["Id"] = finding["Id"]!.GetValue<string>() + copy;
        finding["Compliance"]!["SecurityControlId"] = written;
        finding["RecordState"] = record;
        return finding;
    }

    public static string Name(string resource, string account, string control) =>
        string.Create(CultureInfo.InvariantCulture, $"{resource}-{account[..2]}-{control.ToLowerInvariant()}");
}
