using SecurityHubBot.Domain.Roles;
using SecurityHubBot.Hosting;

namespace SecurityHubBot.Roles;

/// <summary>Whom the settings name for each role: ids of people and of user groups.</summary>
internal sealed class RoleLists(SlackSettings settings)
{
    public IReadOnlyList<string> Of(Role role) => role switch
    {
        Role.Approver => settings.ApproverIds,
        Role.Operator => settings.OperatorIds,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "This role is in no list."),
    };

    public IReadOnlyList<string> Of(IEnumerable<Role> roles) => [.. roles.Order().SelectMany(Of).Distinct(StringComparer.Ordinal)];

    public static string Key(Role role) => role switch
    {
        Role.Approver => "Slack:Approvers",
        Role.Operator => "Slack:Operators",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "This role is in no list."),
    };

    public static bool IsGroup(string id) => id.StartsWith('S');
}
