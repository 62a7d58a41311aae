using System.Text.Json;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Exceptions;

namespace SecurityHubBot.Cases;

/// <summary>What a stored message about an exception remembers: which one, and whether it is a reminder.</summary>
internal sealed record ExceptionNote(long Exception, bool IsReminder = false)
{
    public static string About(ExceptionId exception, bool isReminder = false) => JsonSerializer.Serialize(new ExceptionNote(exception.Value, isReminder));

    public static ExceptionNote? TryParse(string? payload) => PayloadJson.TryParse<ExceptionNote>(payload);
}

/// <summary>What a stored direct message remembers: for whom, and which event of the case it tells.</summary>
internal sealed record DirectNote(string User, string Event)
{
    public CaseEvent? Happened => CaseEventJson.TryDeserialize(Event);

    public static string To(string user, string happened) => JsonSerializer.Serialize(new DirectNote(user, happened));

    public static DirectNote? TryParse(string? payload) => PayloadJson.TryParse<DirectNote>(payload);
}

internal static class PayloadJson
{
    /// <summary>Null for what this version cannot read, as a newer one may have written.</summary>
    public static T? TryParse<T>(string? payload)
        where T : class
    {
        try
        {
            return payload is null ? null : JsonSerializer.Deserialize<T>(payload);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
