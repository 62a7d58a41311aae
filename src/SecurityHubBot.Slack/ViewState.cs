using System.Text.Json.Serialization;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Serialization;

namespace SecurityHubBot.Slack;

/// <summary>What a person has filled in: block id, then action id, then value.</summary>
public sealed record ViewState
{
    public static ViewState Empty { get; } = new();

    [JsonConverter(typeof(StateValuesJsonConverter))]
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, ElementValue>> Values { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, ElementValue>>();

    /// <summary>The value with this action id in whatever block it is; null when there is none of this kind.</summary>
    public TValue? GetValue<TValue>(string actionId)
        where TValue : ElementValue =>
        Values.Values.Select(block => block.GetValueOrDefault(actionId)).OfType<TValue>().FirstOrDefault();

    /// <summary>The value in this block; null when there is none of this kind.</summary>
    public TValue? GetValue<TValue>(string blockId, string actionId)
        where TValue : ElementValue =>
        Values.TryGetValue(blockId, out var block) ? block.GetValueOrDefault(actionId) as TValue : null;
}
