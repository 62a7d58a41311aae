using SecurityHubBot.Slack.Events;

namespace SecurityHubBot.Slack;

/// <summary>
/// Handles an event and its subtypes, in the background, after it was stored and acknowledged. An exception lets the event be
/// handled again later, so handling twice must be the same as handling once.
/// </summary>
#pragma warning disable CA1711 // SlackNet's name; these are Slack's events, not .NET's.
public interface IEventHandler<in TEvent>
    where TEvent : Event
#pragma warning restore CA1711
{
    Task Handle(TEvent slackEvent);
}
