using System.Text.Json;
using System.Text.Json.Serialization;
using SecurityHubBot.Domain;

namespace SecurityHubBot.Cases;

/// <summary>What a modal about a case has to remember until it is submitted: its <c>private_metadata</c>.</summary>
/// <param name="Case">The case's number as printed.</param>
/// <param name="Channel">Where it was opened from; null outside of channels.</param>
/// <param name="Assignee">Whom the person was shown as the assignee, where that matters.</param>
/// <param name="Exception">The exception's number as printed, where it is about one.</param>
internal sealed record CaseDialogState(string Case, string? Channel = null, string? Assignee = null, string? Exception = null)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    public CaseNumber? Number => CaseNumber.TryParse(Case, out var number) ? number : null;

    public override string ToString() => JsonSerializer.Serialize(this, Options);

    /// <summary>Null for what no modal of ours has written.</summary>
    public static CaseDialogState? TryParse(string? metadata)
    {
        try
        {
            return string.IsNullOrEmpty(metadata) ? null : JsonSerializer.Deserialize<CaseDialogState>(metadata, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
