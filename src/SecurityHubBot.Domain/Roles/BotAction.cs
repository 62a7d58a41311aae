namespace SecurityHubBot.Domain.Roles;

/// <summary>What people do with the bot, as far as it matters who they are.</summary>
public enum BotAction
{
    /// <summary>Cards, lists, summaries.</summary>
    Look,
    AcceptCase,
    RequestException,
    LinkTicket,

    /// <summary>That it is one's own case, once somebody has accepted it, is the case's own rule.</summary>
    SnoozeCase,

    /// <summary>That it is one's own request is the request's own rule.</summary>
    WithdrawException,

    /// <summary>Approve or reject; that it is not one's own request is the request's own rule.</summary>
    DecideException,
    ReadPolicy,
    ChangePolicy,
    ReadAccount,
    ChangeAccount,

    /// <summary>Who did what to a case.</summary>
    ReadAudit,

    /// <summary>Which controls are not as the policies say, and how the plans to change that stand.</summary>
    SeeControls,

    /// <summary>Ask for plans to be applied, and decide them.</summary>
    ChangeControls,

    /// <summary>See and start the recurring jobs.</summary>
    RunJobs,

    /// <summary>What is to be written to Security Hub, and what AWS refuses.</summary>
    SeePending,

    /// <summary>What the security team sees on the Home tab: pending approvals, other teams' overdue cases.</summary>
    SeeTeamHome,
}
