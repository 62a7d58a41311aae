using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace SecurityHubBot.TestSupport;

/// <summary>A body that no intake may accept, and why.</summary>
public sealed record MalformedBody(string Name, byte[] Body)
{
    public override string ToString() => Name;
}

/// <summary>Bodies made wrong on purpose, always the same ones in the same order.</summary>
public static class MalformedBodies
{
    private const string SampleName = "asff_consolidated_CloudTrail.2_multi-standard_2025.json";

    private static readonly Lazy<IReadOnlyList<MalformedBody>> Made = new(() => Make().ToList());

    /// <summary>At least 200, every one of them certainly malformed.</summary>
    public static IReadOnlyList<MalformedBody> All => Made.Value;

    /// <summary>A sound event with some of its bytes changed: it may still be sound. For "never an exception" tests.</summary>
    public static IEnumerable<byte[]> RandomlyDamaged(int count, int seed)
    {
        var random = new Random(seed);
        var sound = Sound();
        for (var i = 0; i < count; i++)
        {
            var body = (byte[])sound.Clone();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            yield return body;
        }
    }

    public static byte[] Sound() => Samples.ImportedEvent(Samples.Finding(SampleName));

    private static IEnumerable<MalformedBody> Make() =>
        Truncated().Concat(NotJson()).Concat(WrongRoots()).Concat(WrongEnvelopes()).Concat(WrongTypes()).Concat(Missing())
            .Concat(WrongValues()).Concat(TooMuch()).Concat(WrongCharacters()).Concat(OneOfSeveral());

    private static IEnumerable<MalformedBody> Truncated()
    {
        var sound = Sound();
        for (var i = 0; i < 50; i++)
        {
            var length = (int)((long)sound.Length * i / 50);
            yield return new($"truncated after {length} bytes", sound[..length]);
        }

        yield return new("without the last brace", sound[..^1]);
    }

    private static IEnumerable<MalformedBody> NotJson()
    {
        var sound = Encoding.UTF8.GetString(Sound());
        string[] texts =
        [
            " ", "\r\n\t ", "hello", "<xml/>", "a=1&b=2", "---\nid: 1", "{", "}", "{]", "[}", "{\"a\"}", "{a:1}", "{'a':1}", "{\"a\":}", "{\"a\":1,}",
            "nul", "NaN", "Infinity", "0x10", "01", "+1", "1.", ".5", "1e", "\"", "\"\\x41\"", "\"\\u12\"", "// a comment\n{}", "/* */{}",
            sound + "}", sound + " x", sound + sound, sound + "\0", "x" + sound, "\uFEFF\uFEFF" + sound, sound.Replace('"', '\''), sound.Replace(':', ' '),
            sound.Replace("[]", "[,]", StringComparison.Ordinal), sound.Replace("\"version\"", "version", StringComparison.Ordinal),
        ];
        return texts.Select((text, i) => new MalformedBody($"not JSON {i}", Encoding.UTF8.GetBytes(text)));
    }

    private static IEnumerable<MalformedBody> WrongRoots()
    {
        foreach (var text in new[] { "null", "true", "false", "0", "-1.5e3", "\"text\"", "[]", "[[]]", "[{}]", "{}" })
        {
            yield return new($"root {text}", Encoding.UTF8.GetBytes(text));
        }

        yield return new("an array of sound events", [(byte)'[', .. Sound(), (byte)']']);
        yield return new("a finding without its event", Samples.Get(SampleName).Bytes);
    }

    private static IEnumerable<MalformedBody> WrongEnvelopes()
    {
        foreach (var name in new[] { "detail-type", "source", "detail" })
        {
            yield return Changed($"no {name}", e => e.Remove(name));
            yield return Changed($"{name} null", e => e[name] = null);
            yield return Changed($"{name} a number", e => e[name] = 5);
            yield return Changed($"{name} an array", e => e[name] = new JsonArray());
            yield return Changed($"{name} empty", e => e[name] = "");
        }

        yield return Changed("id a number", e => e["id"] = 1);
        yield return Changed("id too long", e => e["id"] = new string('x', 5000));
        yield return Changed("detail-type too long", e => e["detail-type"] = new string('x', 5000));
        foreach (var (name, value) in WrongValuesFor("array"))
        {
            yield return Changed($"findings {name}", e => e["detail"]!["findings"] = value);
        }

        yield return Changed("no findings", e => e["detail"]!.AsObject().Remove("findings"));
        yield return Changed("empty findings", e => e["detail"]!["findings"] = new JsonArray());
        foreach (var (name, value) in WrongValuesFor("object").Append(("array", new JsonArray())))
        {
            yield return Changed($"a finding that is {name}", e => e["detail"]!["findings"] = new JsonArray(value));
        }
    }

    private static IEnumerable<MalformedBody> WrongTypes()
    {
        foreach (var path in new[] { "Id", "ProductArn", "AwsAccountId", "UpdatedAt", "Title", "GeneratorId", "Region", "RecordState", "Resources.0.Id", "Resources.0.Type", "Resources.0.Region", "Compliance.Status", "Compliance.SecurityControlId", "Workflow.Status", "Severity.Label", "Remediation.Recommendation.Url" })
        {
            yield return ChangedFinding($"{path} a number", path, 12345);
            yield return ChangedFinding($"{path} a boolean", path, true);
            yield return ChangedFinding($"{path} an array", path, new JsonArray("x"));
            yield return ChangedFinding($"{path} an object", path, new JsonObject());
        }

        foreach (var path in new[] { "Compliance", "Workflow", "Severity", "Resources", "Resources.0", "Remediation", "Remediation.Recommendation", "ProductFields", "Compliance.AssociatedStandards", "Compliance.AssociatedStandards.0" })
        {
            yield return ChangedFinding($"{path} a number", path, 1);
            yield return ChangedFinding($"{path} text", path, "text");
        }
    }

    private static IEnumerable<MalformedBody> Missing()
    {
        foreach (var name in new[] { "Id", "ProductArn", "AwsAccountId", "UpdatedAt", "Title", "Resources" })
        {
            yield return ChangedFinding($"without {name}", f => f.Remove(name));
            yield return ChangedFinding($"{name} null", f => f[name] = null);
        }

        yield return ChangedFinding("without a severity", f => { f.Remove("Severity"); f.Remove("FindingProviderFields"); });
        yield return ChangedFinding("a resource without Id", f => f["Resources"]![0]!.AsObject().Remove("Id"));
        yield return ChangedFinding("a resource without Type", f => f["Resources"]![0]!.AsObject().Remove("Type"));
        yield return ChangedFinding("no resources", f => f["Resources"] = new JsonArray());
    }

    private static IEnumerable<MalformedBody> WrongValues()
    {
        var values = new Dictionary<string, string[]>
        {
            ["AwsAccountId"] = ["", "1", "12345678901", "1234567890123", "12345678901a", "１２３４５６７８９０１２", "123456789012 ", "-12345678901", "XXXXXXXXXXXX"],
            ["UpdatedAt"] = ["", "now", "2025-05-30", "2025-05-30T03:30:32", "2025-05-30 03:30:32Z", "2025-13-30T03:30:32Z", "2025-02-30T03:30:32Z", "2025-05-30T25:30:32Z", "2025-05-30T03:30:32.Z", "2025-05-30T03:30:32.1234567890Z", "2025-05-30T03:30:32+19:00", "2025-05-30T03:30:32+9", "0001-01-01T00:00:00+18:00", "9999-12-31T23:59:59-18:00", "1748575832", "２０２５-05-30T03:30:32Z"],
            ["ProductArn"] = ["", "securityhub", "arn:aws", "arn:aws:securityhub", "arn:evil:securityhub:us-east-1::product/aws/securityhub", "arn:aws:securityhub:us-east-1::product/aws/セキュリティ", "arn:aws:securityhub:us-east-1::product/a b", "http://example.com"],
            ["Region"] = ["", "us east 1", "us-east-1/../x", "us-east-1\n", "リージョン", "us-east-1#evil"],
            ["RecordState"] = ["", "active", "DELETED"],
            ["Compliance.Status"] = ["", "passed", "OK"],
            ["Compliance.SecurityControlId"] = ["", "S3 13", "S3.13/../..", "<!channel>"],
            ["Workflow.Status"] = ["", "DONE", "new"],
            ["Severity.Label"] = ["", "SEVERE"],
            ["Title"] = ["", "   "],
            ["Id"] = ["", "\t"],
            ["Resources.0.Id"] = ["", " "],
        };
        return values.SelectMany(v => v.Value.Select((value, i) => ChangedFinding($"{v.Key} wrong {i}", v.Key, value)));
    }

    private static IEnumerable<MalformedBody> TooMuch()
    {
        yield return ChangedFinding("Id of 513 characters", "Id", new string('i', 513));
        yield return ChangedFinding("GeneratorId of 513 characters", "GeneratorId", new string('g', 513));
        yield return ChangedFinding("ProductArn of 5000 characters", "ProductArn", "arn:aws:securityhub:us-east-1::product/" + new string('p', 5000));
        yield return ChangedFinding("a resource Id of 2049 characters", "Resources.0.Id", new string('r', 2049));
        yield return ChangedFinding("a resource Id of 3000 bytes", "Resources.0.Id", new string('資', 1000));
        yield return ChangedFinding("33 resources", f => f["Resources"] = new JsonArray(Enumerable.Range(0, 33).Select(i => (JsonNode)new JsonObject { ["Id"] = $"r{i}", ["Type"] = "Other" }).ToArray()));
        foreach (var depth in new[] { 65, 100, 1000, 100_000 })
        {
            yield return Raw($"{depth} arrays deep", new string('[', depth) + new string(']', depth));
            yield return Raw($"{depth} objects deep", string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth));
        }

        yield return new("only opening brackets", Encoding.ASCII.GetBytes(new string('[', 100_000)));
        foreach (var number in new[] { "1e309", "-1e309", "1e-309", "1e999999999999", "1E+400", new string('9', 65), "0." + new string('1', 200) })
        {
            yield return Raw($"the number {number[..Math.Min(20, number.Length)]}", number);
        }
    }

    private static IEnumerable<MalformedBody> WrongCharacters()
    {
        foreach (var escape in new[] { "\\u0000", "\\ud800", "\\udc00", "\\udc00\\ud800", "\\ud800x", "\\ud83d\\ud83d\\ude00", "a\\\\\\u0000" })
        {
            yield return Raw($"text with {escape}", $"\"{escape}\"");
            yield return Raw($"a name with {escape}", $$"""{"{{escape}}":1}""");
        }

        foreach (var control in new[] { 0x00, 0x01, 0x08, 0x0A, 0x0D, 0x1F })
        {
            yield return Raw($"a raw control character {control.ToString("X2", CultureInfo.InvariantCulture)}", $"\"{(char)control}\"");
        }

        byte[][] invalid = [[0x80], [0xC0, 0x80], [0xC3], [0xE3, 0x81], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xFE, 0xFF]];
        foreach (var bytes in invalid)
        {
            var at = Sound().AsSpan().IndexOf("CloudTrail should"u8);
            yield return new($"invalid UTF-8 {Convert.ToHexString(bytes)}", [.. Sound()[..at], .. bytes, .. Sound()[at..]]);
        }

        var text = Encoding.UTF8.GetString(Sound());
        yield return new("UTF-16 little endian", Encoding.Unicode.GetBytes(text));
        yield return new("UTF-16 with a byte order mark", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)]);
        yield return new("UTF-32", Encoding.UTF32.GetBytes(text));
        yield return Raw("a name twice", """{"a":1,"a":2}""");
        yield return Raw("a name twice, once escaped", """{"a":1,"\u0061":2}""");
        yield return new("detail twice", Encoding.UTF8.GetBytes(text[..^1] + ",\"detail\":{}}"));
    }

    /// <summary>A sound finding beside a wrong one does not save the event.</summary>
    private static IEnumerable<MalformedBody> OneOfSeveral()
    {
        var good = Samples.Finding(SampleName).ToJsonString();
        var bad = Samples.Finding(SampleName);
        bad.Remove("Id");
        yield return new("the second of two is wrong", Samples.ImportedEvent(good, bad.ToJsonString()));
        yield return new("the first of two is wrong", Samples.ImportedEvent(bad.ToJsonString(), good));
        yield return new("the last of twenty is wrong", Samples.ImportedEvent([.. Enumerable.Repeat(good, 19), "{}"]));
    }

    private static IEnumerable<(string Name, JsonNode? Value)> WrongValuesFor(string kind) =>
        [("null", null), ("a number", 1), ("text", "text"), ("a boolean", false), (kind == "array" ? "an object" : "a nested array", kind == "array" ? new JsonObject() : new JsonArray(new JsonArray()))];

    private static MalformedBody Changed(string name, Action<JsonObject> change)
    {
        var sound = JsonNode.Parse(Sound())!.AsObject();
        change(sound);
        return new(name, Encoding.UTF8.GetBytes(sound.ToJsonString()));
    }

    private static MalformedBody ChangedFinding(string name, Action<JsonObject> change) =>
        Changed(name, e => change(e["detail"]!["findings"]![0]!.AsObject()));

    private static MalformedBody ChangedFinding(string name, string path, JsonNode value) => ChangedFinding(name, finding =>
    {
        var steps = path.Split('.');
        JsonNode node = finding;
        foreach (var step in steps[..^1])
        {
            node = int.TryParse(step, CultureInfo.InvariantCulture, out var index) ? node[index]! : node[step]!;
        }

        if (int.TryParse(steps[^1], CultureInfo.InvariantCulture, out var last))
        {
            node[last] = value;
        }
        else
        {
            node[steps[^1]] = value;
        }
    });

    /// <summary>A sound event with one more, wrong, thing inside its finding.</summary>
    private static MalformedBody Raw(string name, string json)
    {
        var text = Encoding.UTF8.GetString(Sound());
        var at = text.IndexOf("\"SchemaVersion\"", StringComparison.Ordinal);
        return new(name, Encoding.UTF8.GetBytes(text.Insert(at, $"\"Extra\":{json},")));
    }
}
