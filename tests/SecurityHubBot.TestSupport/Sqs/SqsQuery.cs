using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace SecurityHubBot.TestSupport.Sqs;

/// <summary>SQS's older protocol (a form in, XML out), which clients from before the end of 2023 speak, put into the newer one's words.</summary>
internal static class SqsQuery
{
    private static readonly XNamespace Xml = "http://queue.amazonaws.com/doc/2012-11-05/";

    public static JsonObject Request(IFormCollection form)
    {
        var request = new JsonObject();
        foreach (var (name, value) in form.Where(f => f.Key is not ("Action" or "Version")))
        {
            Put(request, name.Split('.'), value.ToString());
        }

        foreach (var map in (string[])["Attribute", "MessageSystemAttribute"])
        {
            if (request.Remove(map, out var pairs))
            {
                request[map + "s"] = new JsonObject(InOrder(pairs).Select(p => KeyValuePair.Create(p["Name"]!.ToString(), p["Value"]?.DeepClone())));
            }
        }

        foreach (var list in (string[])["AttributeName", "MessageSystemAttributeName"])
        {
            if (request.Remove(list, out var names))
            {
                request[list + "s"] = new JsonArray([.. InOrder(names).Select(n => n.DeepClone())]);
            }
        }

        if (request.FirstOrDefault(p => p.Key.EndsWith("BatchRequestEntry", StringComparison.Ordinal)) is { Key: { } key, Value: { } entries })
        {
            request["Entries"] = new JsonArray([.. InOrder(entries).Select(e => e.DeepClone())]);
            request.Remove(key);
        }

        return request;
    }

    public static string Answer(string action, JsonObject answer)
    {
        var result = new XElement(Xml + $"{action}Result", answer.SelectMany(p => Elements(action, p.Key, p.Value)));
        return new XElement(Xml + $"{action}Response", result, new XElement(Xml + "ResponseMetadata", new XElement(Xml + "RequestId", Guid.NewGuid()))).ToString(SaveOptions.DisableFormatting);
    }

    public static string Error(SqsError error) => new XElement(
        Xml + "ErrorResponse",
        new XElement(Xml + "Error", new XElement(Xml + "Type", error.Type), new XElement(Xml + "Code", error.QueryCode), new XElement(Xml + "Message", error.Message)),
        new XElement(Xml + "RequestId", Guid.NewGuid())).ToString(SaveOptions.DisableFormatting);

    /// <summary><c>DeleteMessageBatchRequestEntry.1.Id</c> is the Id in the object 1 in the object of that name.</summary>
    private static void Put(JsonObject target, string[] path, string value)
    {
        foreach (var step in path[..^1])
        {
            target[step] ??= new JsonObject();
            target = target[step]!.AsObject();
        }

        target[path[^1]] = value;
    }

    private static IEnumerable<JsonNode> InOrder(JsonNode? numbered) =>
        numbered!.AsObject().OrderBy(n => int.Parse(n.Key, System.Globalization.CultureInfo.InvariantCulture)).Select(n => n.Value!);

    private static IEnumerable<XElement> Elements(string action, string name, JsonNode? value) => (name, value) switch
    {
        ("Attributes", JsonObject map) => map.Select(a => new XElement(Xml + "Attribute", new XElement(Xml + "Name", a.Key), new XElement(Xml + "Value", a.Value))),
        ("Messages", JsonArray list) => list.Select(m => Element(action, "Message", m!)),
        ("Successful", JsonArray list) => list.Select(e => Element(action, $"{action}ResultEntry", e!)),
        ("Failed", JsonArray list) => list.Select(e => Element(action, "BatchResultErrorEntry", e!)),
        _ => [new XElement(Xml + name, value?.ToString())],
    };

    private static XElement Element(string action, string name, JsonNode json) =>
        new(Xml + name, json.AsObject().SelectMany(p => Elements(action, p.Key, p.Value)));
}
