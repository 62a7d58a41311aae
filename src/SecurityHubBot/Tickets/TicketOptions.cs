using System.ComponentModel.DataAnnotations;

namespace SecurityHubBot.Tickets;

/// <summary>The team's ticket tracker: <c>Tickets:*</c>.</summary>
public sealed class TicketOptions : IValidatableObject
{
    public const string Section = "Tickets";

    public const string None = "none";
    public const string Redmine = "redmine";
    public const string Jira = "jira";
    public const string Backlog = "backlog";
    public const string GitHub = "github";

    /// <summary>Largest body of a webhook, in bytes.</summary>
    public const int MaxWebhookBytes = 1024 * 1024;

    private const string GitHubApi = "https://api.github.com";
    private const int ShortestSecret = 16;

    [Required(ErrorMessage = "Tickets:Tracker is empty; it is 'none', 'redmine', 'jira', 'backlog' or 'github'.")]
    [RegularExpression("none|redmine|jira|backlog|github", ErrorMessage = "Tickets:Tracker must be 'none', 'redmine', 'jira', 'backlog' or 'github'.")]
    public string Tracker { get; set; } = None;

    /// <summary>The tracker's address; GitHub's own is known.</summary>
    public string? Url { get; set; }

    public string? ApiKey { get; set; }

    /// <summary>Whose key it is: Jira asks for both.</summary>
    public string? User { get; set; }

    /// <summary>Where tickets of accounts go whose row names no project.</summary>
    public string? Project { get; set; }

    /// <summary>The kind of ticket by its name in the tracker.</summary>
    public string? IssueType { get; set; }

    /// <summary>The status that a ticket gets when its case is fixed, where the tracker has several.</summary>
    public string? DoneStatus { get; set; }

    /// <summary>The status that a ticket gets when it is opened again, where the tracker has several.</summary>
    public string? OpenStatus { get; set; }

    /// <summary>Redmine: the number of a custom field, of text, that keeps the bot's mark in place of the description.</summary>
    [Range(1, int.MaxValue, ErrorMessage = "Tickets:MarkerField must be the number of a custom field of Redmine, such as 12.")]
    public int? MarkerField { get; set; }

    /// <summary>How often the tracker is asked what has changed there.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00", ErrorMessage = "Tickets:Poll must be between 00:00:10 and 1.00:00:00.")]
    public TimeSpan Poll { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>By which the tracker's webhooks are told from others; without it none is taken.</summary>
    public string? WebhookSecret { get; set; }

    /// <summary>Tickets worked on at once.</summary>
    [Range(1, 32, ErrorMessage = "Tickets:Workers must be between 1 and 32.")]
    public int Workers { get; set; } = 2;

    internal bool IsOn => Tracker != None;

    /// <summary>The address to call, with a slash at its end.</summary>
    internal Uri BaseUrl => new((Address ?? "").TrimEnd('/') + "/");

    private string? Address => string.IsNullOrWhiteSpace(Url) && Tracker == GitHub ? GitHubApi : Url;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsOn)
        {
            yield break;
        }

        if (!Uri.TryCreate(Address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0 || uri.Query.Length > 0)
        {
            yield return Wrong(nameof(Url), string.IsNullOrWhiteSpace(Url) ? "is missing" : $"'{Url}' is no address", $"it is where {Tracker} is, such as {ExampleUrl}");
        }

        if (string.IsNullOrWhiteSpace(ApiKey))
        {
            yield return Wrong(nameof(ApiKey), "is missing", $"it is the API key or token with which the bot works in {Tracker}");
        }

        if (Tracker == Jira && string.IsNullOrWhiteSpace(User))
        {
            yield return Wrong(nameof(User), "is missing", "Jira asks for the mail address of the account whose token Tickets:ApiKey is");
        }

        if (!IsProject(Tracker, Project))
        {
            yield return Wrong(nameof(Project), string.IsNullOrWhiteSpace(Project) ? "is missing" : $"'{Project}' is no project", $"it is where tickets of accounts without a ticket_project go, such as {ExampleProject}");
        }

        if (!string.IsNullOrEmpty(WebhookSecret) && WebhookSecret.Length < ShortestSecret)
        {
            yield return Wrong(nameof(WebhookSecret), "is too short", $"it needs at least {ShortestSecret} characters, because whoever knows it can have tickets looked at");
        }
    }

    internal static bool IsProject(string tracker, string? project) => tracker == GitHub
        ? project?.Split('/') is [{ Length: > 0 } owner, { Length: > 0 } repository] && IsName(owner) && IsName(repository)
        : !string.IsNullOrWhiteSpace(project) && IsName(project);

    private string ExampleUrl => Tracker switch
    {
        Jira => "https://example.atlassian.net",
        Backlog => "https://example.backlog.com",
        GitHub => GitHubApi,
        _ => "https://redmine.example.com",
    };

    private string ExampleProject => Tracker switch { GitHub => "my-org/security", Redmine => "security", _ => "SEC" };

    private static bool IsName(string text) => text is not ("." or "..") && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static ValidationResult Wrong(string key, string what, string hint) => new($"{Section}:{key} {what}; {hint}.", [key]);
}
