using System.Text;
using System.Text.Json.Nodes;

namespace SecurityHubBot.TestSupport;

/// <summary>A recorded finding or event; see samples/SOURCE.md.</summary>
public sealed record Sample(string Name, string Kind, string Notes)
{
    public bool IsFinding => Name.Contains("asff_", StringComparison.Ordinal);

    public bool IsEvent => Name.Contains("event_", StringComparison.Ordinal);

    public byte[] Bytes => File.ReadAllBytes(Path.Combine(Samples.Folder, Name));

    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>As EventBridge would deliver it: a bare finding gets its event around it, anything else stays as it is.</summary>
    public byte[] AsEvent() => IsFinding ? Samples.ImportedEvent(Text) : Bytes;

    public override string ToString() => Name;
}

public static class Samples
{
    public static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "samples");

    private static readonly Lazy<IReadOnlyList<Sample>> Index = new(ReadIndex);

    public static IReadOnlyList<Sample> All => Index.Value;

    /// <param name="kindPrefix">Such as <c>asff-control</c>, <c>eventbridge:aws.securityhub</c>, <c>ocsf</c>, <c>derived</c>.</param>
    public static IReadOnlyList<Sample> OfKind(string kindPrefix) =>
        All.Where(s => s.Kind.StartsWith(kindPrefix, StringComparison.Ordinal)).ToList();

    public static Sample Get(string name) => All.FirstOrDefault(s => s.Name == name) ?? throw new ArgumentException($"There is no sample {name}.", nameof(name));

    /// <summary>A finding as an object that a test may change before it is sent.</summary>
    public static JsonObject Finding(string name) => JsonNode.Parse(Get(name).Text)!.AsObject();

    public static byte[] ImportedEvent(params string[] findings) =>
        Encoding.UTF8.GetBytes($$$"""
            {"version":"0","id":"8e5622f9-d81c-4d81-612a-9319e7ee2506","detail-type":"Security Hub Findings - Imported","source":"aws.securityhub","account":"123456789012","time":"2025-05-30T03:30:40Z","region":"us-east-1","resources":[],"detail":{"findings":[{{{string.Join(',', findings)}}}]}}
            """);

    public static byte[] ImportedEvent(params JsonNode[] findings) => ImportedEvent(findings.Select(f => f.ToJsonString()).ToArray());

    private static List<Sample> ReadIndex() =>
        File.ReadLines(Path.Combine(Folder, "index.csv")).Skip(1).Select(Fields).Select(f => new Sample(f[0], f[3], f[4])).ToList();

    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        foreach (var c in line.TrimEnd('\r'))
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}
