using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecurityHubBot.Audit;

/// <summary>A decision to be written down together with what it changes.</summary>
/// <param name="Action">What was done, such as <c>case.accepted</c> or <c>policy.changed</c>.</param>
/// <param name="Before">What it was, as JSON (<see cref="AuditJson"/>); null when it was not there.</param>
/// <param name="After">What it is now; null when it is gone.</param>
public sealed record AuditEntry(AuditActor Actor, string Action, AuditSubject Subject, string? Before, string? After);

/// <summary>Writes states for the audit log: the same state is always the same text, and people can read it.</summary>
public static class AuditJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // The text goes into a column and not into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <param name="state">An anonymous object, a record or a dictionary; properties stand in their own order, and without those that are null.</param>
    public static string Write(object state) => JsonSerializer.Serialize(state, state.GetType(), Options);
}
