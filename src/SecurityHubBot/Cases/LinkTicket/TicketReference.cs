using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;
using SecurityHubBot.Domain.Cases;

namespace SecurityHubBot.Cases.LinkTicket;

/// <summary>Why what somebody typed is no ticket.</summary>
public enum TicketProblem
{
    Empty,
    Unreadable,
    TooLong,

    /// <summary>A URL with a user name or password, which would be shown to the whole channel.</summary>
    Credentials,
}

/// <summary>
/// Reads a ticket as people write it: <c>#8812</c>, <c>8812</c>, <c>SHOP-12</c>, <c>org/repo#12</c>, or the address of a ticket, whose
/// id is taken from its end where the tracker is recognisable.
/// </summary>
public static partial class TicketReference
{
    /// <summary>An address has to fit on the card with everything else.</summary>
    public const int MaxUrl = 1000;

    private const int MaxShortened = 60;
    private const int MaxDigits = 18;
    private const int MatchTimeout = 1000;

    public static bool TryParse(string? text, [NotNullWhen(true)] out TicketLink? ticket, out TicketProblem problem)
    {
        ticket = null;
        problem = TicketProblem.Unreadable;
        var typed = HalfWidth(text ?? "").Trim();
        if (typed.Length == 0)
        {
            problem = TicketProblem.Empty;
            return false;
        }

        if (typed.Length > MaxUrl)
        {
            problem = TicketProblem.TooLong;
            return false;
        }

        ticket = Id(typed) is { } id ? new TicketLink(id, Url: null) : Address(typed, ref problem);
        return ticket is not null;
    }

    private static string? Id(string typed)
    {
        if (Number().Match(typed) is { Success: true } number)
        {
            return "#" + number.Groups["number"].Value;
        }

        if (Key().IsMatch(typed))
        {
            return typed.ToUpperInvariant();
        }

        return Repository().IsMatch(typed) ? typed : null;
    }

    private static TicketLink? Address(string typed, ref TicketProblem problem)
    {
        if (typed.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            || !Uri.TryCreate(typed, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https")
            || uri.Host.Length == 0)
        {
            return null;
        }

        if (uri.UserInfo.Length > 0)
        {
            problem = TicketProblem.Credentials;
            return null;
        }

        // Letters outside ASCII grow when they are escaped.
        if (uri.AbsoluteUri.Length > MaxUrl)
        {
            problem = TicketProblem.TooLong;
            return null;
        }

        return new TicketLink(IdIn(uri) ?? Shortened(uri), uri.AbsoluteUri);
    }

    private static string? IdIn(Uri uri) => uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        // GitLab.
        [.., var group, var project, "-", "issues" or "merge_requests" or "work_items", var number] => InRepository(group, project, number),
        // GitHub and Gitea; Redmine shows the issues of a project under /projects.
        [not "projects" and var owner, var repository, "issues" or "pull" or "pulls", var number] => InRepository(owner, repository, number),
        // Redmine, at the root or in a folder.
        [.., "issues", var number] when IsNumber(number) => $"#{number}",
        // Jira, Backlog.
        [.., "browse" or "view", var key] when Key().IsMatch(key) => key.ToUpperInvariant(),
        _ => SelectedIssue().Match(uri.Query) is { Success: true } selected ? selected.Groups["key"].Value.ToUpperInvariant() : null,
    };

    private static string? InRepository(string owner, string repository, string number)
    {
        var id = $"{owner}/{repository}#{number}";
        return Repository().IsMatch(id) ? id : null;
    }

    private static bool IsNumber(string segment) => segment.Length <= MaxDigits && segment.All(char.IsAsciiDigit);

    private static string Shortened(Uri uri)
    {
        var place = uri.Authority + uri.AbsolutePath.TrimEnd('/');
        return place.Length <= MaxShortened ? place : place[..(MaxShortened - 1)] + "…";
    }

    /// <summary>＃８８１２ → #8812: what a Japanese input method makes of the same keys.</summary>
    private static string HalfWidth(string text)
    {
        var half = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            half.Append(c is >= '！' and <= '～' ? (char)(c - '！' + '!') : c);
        }

        return half.ToString();
    }

    [GeneratedRegex(@"^#?(?<number>[0-9]{1,18})\z", RegexOptions.ExplicitCapture, MatchTimeout)]
    private static partial Regex Number();

    /// <summary>Jira's and Backlog's keys.</summary>
    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_]{0,49}-[0-9]{1,18}\z", RegexOptions.None, MatchTimeout)]
    private static partial Regex Key();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}#[0-9]{1,18}\z", RegexOptions.None, MatchTimeout)]
    private static partial Regex Repository();

    /// <summary>How a Jira board names the issue that is open beside it.</summary>
    [GeneratedRegex(@"[?&]selectedIssue=(?<key>[A-Za-z][A-Za-z0-9_]{0,49}-[0-9]{1,18})(&|\z)", RegexOptions.ExplicitCapture, MatchTimeout)]
    private static partial Regex SelectedIssue();
}
