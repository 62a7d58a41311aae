using System.Text.Json;
using System.Text.Json.Serialization;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Controls;

/// <summary>What has become of a plan. Stored by these words.</summary>
internal static class PlanState
{
    public const string Proposed = "proposed";

    /// <summary>Being applied.</summary>
    public const string Approved = "approved";
    public const string Rejected = "rejected";

    /// <summary>Too old, or something else is wanted by now.</summary>
    public const string Stale = "stale";

    /// <summary>A newer plan has taken its place.</summary>
    public const string Replaced = "replaced";
    public const string Done = "done";
}

/// <summary>A row of <c>control_plans</c>.</summary>
internal sealed record PlanRow
{
    public long Id { get; init; }

    public string State { get; init; } = "";

    public string Wanted { get; init; } = "";

    public string Report { get; init; } = "";

    public string RequestedBy { get; init; } = "";

    public long CreatedAt { get; init; }

    public string? DecidedBy { get; init; }

    public long? DecidedAt { get; init; }

    public long? EndedAt { get; init; }

    public string? Channel { get; init; }

    public string? Ts { get; init; }

    public string? FileState { get; init; }

    public string? ShownState { get; init; }

    public string? Shown { get; init; }

    public DateTimeOffset MadeAt => Micros.ToTime(CreatedAt);

    public PlanNumbers Numbers => ControlJson.Read<PlanNumbers>(Report);
}

/// <summary>A row of <c>control_batches</c>.</summary>
internal sealed record BatchRow
{
    public const string Associations = "associations";
    public const string Policy = "policy";

    public long Id { get; init; }

    public long PlanId { get; init; }

    public string Kind { get; init; } = "";

    /// <summary>The account, or the configuration policy's id.</summary>
    public string Target { get; init; } = "";

    public string Region { get; init; } = "";

    public string Changes { get; init; } = "";

    public int Size { get; init; }

    public string State { get; init; } = "";

    public int Switched { get; init; }

    public int Kept { get; init; }

    public string? Problems { get; init; }

    public long LeaseUntil { get; init; }

    public int Attempts { get; init; }

    public IReadOnlyList<PlannedSwitch> Switches => ControlJson.Read<List<PlannedSwitch>>(Changes);
}

/// <summary>How far a plan is.</summary>
/// <param name="Waiting">Batches to be done yet.</param>
/// <param name="Kept">Switches that were left alone, because it was so already or is not wanted any more.</param>
/// <param name="Troubles">What could not be done, with one line for each kind of failure in each place.</param>
internal sealed record PlanProgress(long Batches, long Waiting, long Switches, long Switched, long Kept, long Failed, IReadOnlyList<ControlTrouble> Troubles);

internal static class ControlJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new AccountIdConverter() },
    };

    private static readonly JsonSerializerOptions Indented = new(Options) { WriteIndented = true };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static string WriteForPeople<T>(T value) => JsonSerializer.Serialize(value, Indented);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("null is stored where something should be.");

    private sealed class AccountIdConverter : JsonConverter<Domain.AccountId>
    {
        public override Domain.AccountId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Domain.AccountId.Parse(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, Domain.AccountId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
