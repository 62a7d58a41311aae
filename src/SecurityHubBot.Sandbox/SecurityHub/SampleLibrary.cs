using System.Text.Json.Nodes;

namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>A real finding or event that is shipped with the sandbox.</summary>
/// <param name="Name">The file's name without <c>.json</c>.</param>
public sealed record Sample(string Name, string Notes);

/// <summary>The shipped samples, each as an EventBridge event.</summary>
public static class SampleLibrary
{
    private const string Folder = "samples/";

    public static IReadOnlyList<Sample> All { get; } = Index();

    private static readonly HashSet<string> Names = [.. All.Select(s => s.Name)];

    /// <summary>The sample as it would reach a rule's target: an event as it is, a bare finding in its envelope.</summary>
    public static JsonObject Event(string name, DateTimeOffset now)
    {
        var known = name.EndsWith(".json", StringComparison.Ordinal) ? name[..^".json".Length] : name;
        if (!Names.Contains(known))
        {
            throw new RequestException($"There is no sample {name}.", StatusCodes.Status404NotFound);
        }

        var json = JsonNode.Parse(EmbeddedData.Text($"{Folder}{known}.json")) as JsonObject
            ?? throw new InvalidOperationException($"The sample {known} is not a JSON object.");
        if (json.ContainsKey("detail-type"))
        {
            return json;
        }

        return known.StartsWith("ocsf_", StringComparison.Ordinal) ? EventBridgeEvent.WrapOcsf(json, now) : EventBridgeEvent.Wrap(json, now);
    }

    private static List<Sample> Index()
    {
        var rows = Csv.Read(EmbeddedData.Text($"{Folder}index.csv")).ToList();
        var (file, notes) = (rows[0].ToList().IndexOf("file"), rows[0].ToList().IndexOf("notes"));
        return [.. rows.Skip(1).Select(r => new Sample(Path.GetFileNameWithoutExtension(r[file]), r[notes])).OrderBy(s => s.Name, StringComparer.Ordinal)];
    }
}
