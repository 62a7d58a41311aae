using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace SecurityHubBot.Tests.Docs;

/// <summary>A Slack app manifest (schema version 2), as far as we use it. Keys that the schema does not have, or that we never meant to use, do not read.</summary>
internal sealed class SlackManifest
{
    [YamlMember(Alias = "_metadata", ApplyNamingConventions = false)]
    public required ManifestMetadata Metadata { get; init; }

    public required ManifestDisplay DisplayInformation { get; init; }

    public required ManifestFeatures Features { get; init; }

    public required ManifestOAuth OauthConfig { get; init; }

    public required ManifestSettings Settings { get; init; }

    public static SlackManifest Read(string file) => new DeserializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .WithDuplicateKeyChecking()
        .WithEnforceRequiredMembers()
        .Build()
        .Deserialize<SlackManifest>(Repository.Read(file));
}

internal sealed class ManifestMetadata
{
    public required int MajorVersion { get; init; }

    public int MinorVersion { get; init; }
}

internal sealed class ManifestDisplay
{
    public required string Name { get; init; }

    public required string Description { get; init; }

    public string? LongDescription { get; init; }

    public string? BackgroundColor { get; init; }
}

internal sealed class ManifestFeatures
{
    public required ManifestAppHome AppHome { get; init; }

    public required ManifestBotUser BotUser { get; init; }

    public required List<ManifestCommand> SlashCommands { get; init; }
}

internal sealed class ManifestAppHome
{
    public required bool HomeTabEnabled { get; init; }

    public required bool MessagesTabEnabled { get; init; }

    public bool MessagesTabReadOnlyEnabled { get; init; }
}

internal sealed class ManifestBotUser
{
    public required string DisplayName { get; init; }

    public bool AlwaysOnline { get; init; }
}

internal sealed class ManifestCommand
{
    public required string Command { get; init; }

    public string? Url { get; init; }

    public required string Description { get; init; }

    public required string UsageHint { get; init; }

    public bool ShouldEscape { get; init; }
}

internal sealed class ManifestOAuth
{
    public required ManifestScopes Scopes { get; init; }
}

internal sealed class ManifestScopes
{
    public required List<string> Bot { get; init; }
}

internal sealed class ManifestSettings
{
    public required ManifestEvents EventSubscriptions { get; init; }

    public required ManifestInteractivity Interactivity { get; init; }

    public bool OrgDeployEnabled { get; init; }

    public bool SocketModeEnabled { get; init; }

    public bool TokenRotationEnabled { get; init; }
}

internal sealed class ManifestEvents
{
    public string? RequestUrl { get; init; }

    public required List<string> BotEvents { get; init; }
}

internal sealed class ManifestInteractivity
{
    public bool IsEnabled { get; init; }

    public string? RequestUrl { get; init; }

    public string? MessageMenuOptionsUrl { get; init; }
}
