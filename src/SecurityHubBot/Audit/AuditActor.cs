using System.Diagnostics;
using SecurityHubBot.Domain.Accounts;

namespace SecurityHubBot.Audit;

public enum AuditActorKind
{
    Bot,
    Person,
    Job,
    Policy,
    Tracker,
    Cli,
}

/// <summary>Who decided: <c>bot</c>, <c>person:U0123ABCDEF</c>, <c>job:exceptions</c>, <c>policy:ignore</c>, <c>tracker:redmine</c>, <c>cli:root</c>.</summary>
/// <param name="Name">Empty for the bot itself.</param>
public readonly record struct AuditActor(AuditActorKind Kind, string Name)
{
    private const char Separator = ':';

    /// <summary>What follows from what AWS reports.</summary>
    public static AuditActor Bot => new(AuditActorKind.Bot, "");

    /// <param name="userId">Of Slack.</param>
    public static AuditActor Person(string userId) => new(AuditActorKind.Person, userId);

    public static AuditActor Job(string name) => new(AuditActorKind.Job, name);

    /// <param name="policy">The response policy's word, such as <c>ignore</c>.</param>
    public static AuditActor Policy(string policy) => new(AuditActorKind.Policy, policy);

    /// <summary>Somebody in the ticket tracker, whom Slack does not know.</summary>
    public static AuditActor Tracker(string tracker) => new(AuditActorKind.Tracker, tracker);

    /// <param name="osUser">The operating system's user at the command line.</param>
    public static AuditActor Cli(string osUser) => new(AuditActorKind.Cli, osUser);

    /// <summary>Reads what <see cref="ToString"/> writes, and what other columns hold: a bare Slack user id, or the name of some part of the program.</summary>
    public static AuditActor Parse(string text)
    {
        var (word, name) = text.Split(Separator, 2) is [var first, var second] ? (first, second) : (text, "");
        foreach (var kind in Enum.GetValues<AuditActorKind>())
        {
            if (word == Word(kind) && (kind == AuditActorKind.Bot) == (name.Length == 0))
            {
                return new AuditActor(kind, name);
            }
        }

        return SlackNames.IsUserOrGroupId(text) ? Person(text) : Job(text);
    }

    public override string ToString() => Kind == AuditActorKind.Bot ? Word(Kind) : $"{Word(Kind)}{Separator}{Name}";

    private static string Word(AuditActorKind kind) => kind switch
    {
        AuditActorKind.Bot => "bot",
        AuditActorKind.Person => "person",
        AuditActorKind.Job => "job",
        AuditActorKind.Policy => "policy",
        AuditActorKind.Tracker => "tracker",
        AuditActorKind.Cli => "cli",
        _ => throw new UnreachableException(),
    };
}
