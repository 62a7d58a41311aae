using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Domain;
using SecurityHubBot.Slack;

namespace SecurityHubBot.Commands;

/// <summary>
/// What the button under a preview carries: the change, the row that the person was shown, and when. So a row that has changed
/// since and a preview that has grown old are noticed, and nothing has to be kept for a button that may never be pressed.
/// </summary>
/// <param name="ShownAt">Whole seconds.</param>
public sealed partial record ChangeValue(DirectoryEdit Edit, RowStamp Stamp, DateTimeOffset ShownAt)
{
    public const string ApplyAction = "directory.apply";
    public const string CancelAction = "directory.cancel";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Twice as much Japanese as with escapes has room in a button.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>For how long what was shown counts as what will happen.</summary>
    public static TimeSpan GoodFor { get; } = TimeSpan.FromMinutes(15);

    public bool IsOld(DateTimeOffset now) => now - ShownAt > GoodFor || now < ShownAt.AddMinutes(-1);

    /// <summary>False for what a button cannot carry: nearly nothing that anybody types, but a note of many signs that JSON writes long.</summary>
    public bool Fits => ToString().Length <= SlackLimits.ButtonValue;

    public override string ToString()
    {
        var json = Edit switch
        {
            PolicyEdit policy => new Json
            {
                Control = policy.Control.ToString(),
                Standard = policy.Standard?.ToString(),
                Cells = policy.Cells,
            },
            AccountEdit account => new Json { Account = account.Account.ToString(), Cells = account.Cells },
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        json.Version = Stamp.Version;
        json.UpdatedAt = Stamp.UpdatedAt;
        json.ShownAt = ShownAt.ToUnixTimeSeconds();
        // The serializer writes every emoji as twelve characters.
        return EscapedPair().Replace(JsonSerializer.Serialize(json, Options), pair => Regex.Unescape(pair.Value));
    }

    /// <summary>Null for what no button of ours carries.</summary>
    public static ChangeValue? Parse(string? value)
    {
        try
        {
            return JsonSerializer.Deserialize<Json>(value ?? "", Options) is { } json && Read(json) is { } edit
                ? new ChangeValue(edit, new RowStamp(json.Version, json.UpdatedAt), DateTimeOffset.FromUnixTimeSeconds(json.ShownAt))
                : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static DirectoryEdit? Read(Json json)
    {
        if (json.Account is not null)
        {
            return AccountId.TryParse(json.Account, out var account) && json.Cells is not null ? new AccountEdit(account, json.Cells) : null;
        }

        StandardId? standard = StandardId.TryParse(json.Standard, out var known) ? known : null;
        return ControlId.TryParse(json.Control, out var control) && (json.Standard is null) == (standard is null) ? new PolicyEdit(standard, control, json.Cells) : null;
    }

    [GeneratedRegex(@"\\u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex EscapedPair();

    private sealed class Json
    {
        public string? Account { get; init; }

        public string? Control { get; init; }

        public string? Standard { get; init; }

        public IReadOnlyDictionary<string, string>? Cells { get; init; }

        public long Version { get; set; }

        public long UpdatedAt { get; set; }

        public long ShownAt { get; set; }
    }
}
