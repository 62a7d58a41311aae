using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SecurityHubBot.Domain.Cases;

namespace SecurityHubBot.Cases;

/// <summary>
/// A case's events as stored: <c>{"kind":"accepted","by":"U1","from":null}</c>. Kinds are written out here, so that renaming a
/// type does not orphan stored rows.
/// </summary>
public static class CaseEventJson
{
    private const string KindField = "kind";

    private static readonly Dictionary<string, Type> Types = new()
    {
        ["opened"] = typeof(CaseEvent.Opened),
        ["resources_changed"] = typeof(CaseEvent.ResourcesChanged),
        ["fixed"] = typeof(CaseEvent.Fixed),
        ["relapsed"] = typeof(CaseEvent.Relapsed),
        ["new_episode"] = typeof(CaseEvent.NewEpisode),
        ["withdrawn"] = typeof(CaseEvent.Withdrawn),
        ["account_left"] = typeof(CaseEvent.AccountLeft),
        ["accepted"] = typeof(CaseEvent.Accepted),
        ["ticket_linked"] = typeof(CaseEvent.TicketLinked),
        ["ticket_created"] = typeof(CaseEvent.TicketCreated),
        ["ticket_reopened"] = typeof(CaseEvent.TicketReopened),
        ["ticket_gone"] = typeof(CaseEvent.TicketGone),
        ["severity_changed"] = typeof(CaseEvent.SeverityChanged),
        ["due_changed"] = typeof(CaseEvent.DueChanged),
        ["snoozed"] = typeof(CaseEvent.Snoozed),
        ["excepted"] = typeof(CaseEvent.Excepted),
        ["reopened"] = typeof(CaseEvent.Reopened),
        ["exception_requested"] = typeof(CaseEvent.ExceptionRequested),
        ["exception_decided"] = typeof(CaseEvent.ExceptionDecided),
        ["exception_withdrawn"] = typeof(CaseEvent.ExceptionWithdrawn),
        ["exception_chased"] = typeof(CaseEvent.ExceptionChased),
        ["exception_undecided"] = typeof(CaseEvent.ExceptionUndecided),
        ["exception_renewal_asked"] = typeof(CaseEvent.RenewalAsked),
        ["exception_lapsed"] = typeof(CaseEvent.ExceptionLapsed),
    };

    private static readonly Dictionary<Type, string> Kinds = Types.ToDictionary(t => t.Value, t => t.Key);

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>The event's name in storage, such as <c>ticket_linked</c>.</summary>
    public static string Kind(CaseEvent happened) => Kinds[happened.GetType()];

    public static string Serialize(CaseEvent happened)
    {
        var json = new JsonObject { [KindField] = Kind(happened) };
        foreach (var (name, value) in JsonSerializer.SerializeToNode(happened, happened.GetType(), Options)!.AsObject())
        {
            json[name] = value?.DeepClone();
        }

        return json.ToJsonString(Options);
    }

    /// <summary>Null for a kind or a shape that this version does not know, as a newer version may have written.</summary>
    public static CaseEvent? TryDeserialize(string json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonObject stored
                && stored[KindField] is JsonValue value
                && value.TryGetValue<string>(out var kind)
                && Types.TryGetValue(kind, out var type)
                    ? (CaseEvent?)stored.Deserialize(type, Options)
                    : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }
}
