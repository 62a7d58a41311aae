using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Slack.Interaction;

/// <summary>Handlers run inside Slack's request and have 3 seconds; longer work goes to <see cref="ISlackDeferredWork"/> or a job.</summary>
public interface ISlashCommandHandler
{
    /// <returns>What to answer; null for nothing.</returns>
    Task<SlashCommandResponse?> Handle(SlashCommand command);
}

/// <inheritdoc cref="ISlashCommandHandler"/>
public interface IBlockActionHandler<in TAction>
    where TAction : BlockAction
{
    Task Handle(TAction action, BlockActionRequest request);
}

/// <inheritdoc cref="ISlashCommandHandler"/>
public interface IViewSubmissionHandler
{
    /// <returns>What the modal does next; null closes it.</returns>
    Task<ViewSubmissionResponse?> Handle(ViewSubmission viewSubmission);

    /// <summary>Only for modals with <see cref="ModalViewDefinition.NotifyOnClose"/>.</summary>
    Task HandleClose(ViewClosed viewClosed) => Task.CompletedTask;
}

/// <inheritdoc cref="ISlashCommandHandler"/>
public interface IBlockOptionProvider
{
    Task<BlockOptionsResponse> GetOptions(BlockOptionsRequest request);
}

/// <inheritdoc cref="ISlashCommandHandler"/>
public interface IMessageShortcutHandler
{
    Task Handle(MessageShortcut request);
}

/// <summary>
/// Work that goes on after Slack has its answer, in a scope of its own. It lives in memory: what must survive a crash is
/// written down first.
/// </summary>
public interface ISlackDeferredWork
{
    /// <returns>False when too much is waiting already.</returns>
    bool TryDefer(string name, Func<IServiceProvider, CancellationToken, Task> work);
}
