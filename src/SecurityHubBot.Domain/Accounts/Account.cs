using System.Diagnostics.CodeAnalysis;

namespace SecurityHubBot.Domain.Accounts;

public enum AccountEnvironment
{
    Production,
    Staging,
    Development,
}

/// <summary>A row of the account table: who owns an AWS account and where they are told.</summary>
/// <param name="Channel">Slack channel id (<c>C…</c>/<c>G…</c>), or a name with <c>#</c>; empty when nobody has set one.</param>
/// <param name="Owners">Slack user or user-group ids.</param>
/// <param name="Escalation">Slack user, user-group or channel id told about long overdue cases.</param>
public sealed record Account(
    AccountId Id,
    string Name,
    AccountEnvironment Environment,
    string Channel,
    IReadOnlyList<string> Owners,
    string? Escalation,
    string? TicketProject,
    Language Language);

public static class AccountEnvironments
{
    public static string Code(this AccountEnvironment environment) => environment.ToString().ToLowerInvariant();

    public static bool TryParse([NotNullWhen(true)] string? text, out AccountEnvironment environment)
    {
        AccountEnvironment? found = (text ?? "").Trim().ToLowerInvariant() switch
        {
            "production" => AccountEnvironment.Production,
            "staging" => AccountEnvironment.Staging,
            "development" => AccountEnvironment.Development,
            _ => null,
        };
        environment = found ?? default;
        return found is not null;
    }
}
