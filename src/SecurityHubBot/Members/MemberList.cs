using SecurityHubBot.Domain;

namespace SecurityHubBot.Members;

/// <summary>Why an account counts as gone. Stored by name.</summary>
internal enum LeaveReason
{
    /// <summary>It is no member of the organisation's Security Hub any more.</summary>
    Removed,

    /// <summary>AWS Organizations says that it is suspended or being closed.</summary>
    Suspended,
}

/// <param name="Name">Null where AWS Organizations does not tell it.</param>
internal sealed record Member(AccountId Id, string? Name);

/// <summary>The accounts of the organisation's Security Hub as AWS lists them now, the administrator's among them.</summary>
/// <param name="Suspended">Accounts in which nobody can do anything any more.</param>
internal sealed record MemberList(IReadOnlyList<Member> Active, IReadOnlyList<AccountId> Suspended);
