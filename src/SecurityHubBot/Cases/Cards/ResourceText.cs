using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.Slack;

namespace SecurityHubBot.Cases.Cards;

/// <summary>A resource's short name, opening its page of the AWS console.</summary>
internal static class ResourceText
{
    private const int MaxName = 60;

    /// <summary>Longer addresses are left out, or five of them could fill a card.</summary>
    private const int MaxUrl = 400;

    /// <summary>The short name as it came: not escaped, for choices and files.</summary>
    public static string Plain(CaseResource resource) => OneLine.Of(ResourceName.Short(Found(resource)));

    public static string Of(CaseResource resource, CardModel model)
    {
        var found = Found(resource);
        var name = SlackText.Truncate(Plain(resource), MaxName);
        var key = model.Case.Key;
        var url = ResourceLinks.For(found, key.Account, key.Region, key.Control)?.AbsoluteUri;
        var text = url is { Length: <= MaxUrl } && name.Length > 0 ? SlackText.Link(url, name) : SlackText.Untrusted(name);
        return resource.State == CaseResourceState.Unknown ? model.Say("Resource.Unknown", text) : text;
    }

    private static FindingResource Found(CaseResource resource) => new(resource.Id, resource.Type, resource.Region, resource.Partition);

    /// <summary>What fails first, then what AWS has no result for, then what is fixed; otherwise in the case's own order.</summary>
    public static IEnumerable<CaseResource> InOrder(IEnumerable<CaseResource> resources) => resources.OrderBy(r => r.State);
}
