using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Events;
using SecurityHubBot.Slack.Interaction;

namespace SecurityHubBot.Slack;

/// <summary>All registered handlers, each as a function that takes it from a scope and calls it.</summary>
internal sealed class SlackHandlers
{
    public RouteTable<Func<IServiceProvider, SlashCommand, Task<SlashCommandResponse?>>> Commands { get; } = new();

    public RouteTable<BlockActionRoute> BlockActions { get; } = new();

    public RouteTable<Func<IServiceProvider, IViewSubmissionHandler>> Views { get; } = new();

    public RouteTable<Func<IServiceProvider, IBlockOptionProvider>> Options { get; } = new();

    public RouteTable<Func<IServiceProvider, IMessageShortcutHandler>> MessageShortcuts { get; } = new();

    public List<EventRoute> Events { get; } = [];
}

internal sealed record BlockActionRoute(Type Action, Func<IServiceProvider, BlockAction, BlockActionRequest, Task> Handle);

internal sealed record EventRoute(Type Event, Func<IServiceProvider, Event, Task> Handle);
