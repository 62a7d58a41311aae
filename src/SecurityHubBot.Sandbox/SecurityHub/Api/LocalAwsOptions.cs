using System.Text.Json.Nodes;

namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>What a local AWS consists of.</summary>
public sealed record LocalAwsOptions
{
    public Organisation Organisation { get; init; } = Organisation.Default;

    /// <summary>The delegated administrator; the first account when it is not given.</summary>
    public string? AdministratorId { get; init; }

    /// <summary>The Region that the others are linked to; the administrator's first when it is not given.</summary>
    public string? HomeRegion { get; init; }

    /// <summary>The controls that there are; the sandbox's own when they are not given.</summary>
    public IReadOnlyList<SecurityControl>? Controls { get; init; }

    /// <summary>The sandbox's Security Hub, whose findings are then to be had; null for those that a test lays in.</summary>
    public LocalSecurityHub? Hub { get; init; }

    /// <summary>A file that keeps which controls were switched; null keeps it in memory only.</summary>
    public string? SwitchesPath { get; init; }

    /// <summary>The clock of findings and rates.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The clock that signatures and sessions are measured by. AWS's clients sign by the real one, whatever a program's own says.</summary>
    public TimeProvider SignatureTime { get; init; } = TimeProvider.System;

    /// <summary>TCP port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Hears each EventBridge event that an update or an import causes outside <see cref="Hub"/>.</summary>
    public Action<JsonObject>? OnEvent { get; init; }
}
