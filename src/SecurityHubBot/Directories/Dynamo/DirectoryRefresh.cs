using Amazon.DynamoDBv2.Model;
using SecurityHubBot.Cases;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Directories.Dynamo;

/// <summary>Reads the DynamoDB tables at the start, and again and again: other automation changes them too.</summary>
internal sealed partial class DirectoryRefresh(
    DirectoryReader reader, DirectoryCopy copy, DirectoryState state, DirectoryOptions options, Database database, Wake wake, TimeProvider time, ILogger<DirectoryRefresh> logger)
    : BackgroundService
{
    /// <summary>For so long the start waits for DynamoDB.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private bool _checked;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await Run(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            state.BreaksOff();
            Log.SlowStart(logger);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (await IsSetWrong(e, cancellationToken))
            {
                throw new InvalidOperationException(Reason(e), e);
            }

            await Fails(e, cancellationToken);
        }

        await base.StartAsync(cancellationToken);
    }

    /// <summary>Reads the tables now.</summary>
    /// <returns>How many rows others have changed.</returns>
    internal async Task<int> Run(CancellationToken cancellationToken)
    {
        if (!_checked)
        {
            await reader.Check(cancellationToken);
            _checked = true;
        }

        var (_, changed) = await reader.Read(cancellationToken);
        state.Works();
        if (changed > 0)
        {
            wake.Decisions.Set();
            wake.Messages.Set();
        }

        return changed;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(options.Refresh, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested)
            {
                await Step(stoppingToken);
            }
        }
    }

    /// <summary>Reads the tables, unless another instance has just done so. Never throws but when the bot stops.</summary>
    internal async Task Step(CancellationToken cancellationToken)
    {
        try
        {
            var last = await database.Read(copy.LastRead, cancellationToken);
            if (!state.HasFailed && _checked && last is { } at && time.GetUtcNow() - at < options.Refresh / 2)
            {
                wake.Decisions.Set();
                return;
            }

            await Run(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            await Fails(e, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The bot stops.
        }
    }

    private async Task Fails(Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not (DirectoryUnavailableException or TableKeyException))
        {
            state.BreaksOff();
            Log.Failed(logger, exception);
            return;
        }

        DateTimeOffset? last = null;
        try
        {
            last = await database.Read(copy.LastRead, cancellationToken);
        }
        catch (Exception e) when (database.Dialect.IsUnavailable(e))
        {
            // The bot's database is down too, of which others speak.
        }

        state.Fails(exception.Message, last, exception);
    }

    /// <summary>A name that leads nowhere, or to another table, where no table was ever read: a mistake in the settings.</summary>
    private async Task<bool> IsSetWrong(Exception exception, CancellationToken cancellationToken) =>
        exception is TableKeyException or DirectoryUnavailableException { InnerException: ResourceNotFoundException }
        && await database.Read(copy.LastRead, cancellationToken) is null;

    private static string Reason(Exception exception) => exception is TableKeyException
        ? exception.Message
        : $"{exception.Message}: check Directory:PolicyTable, Directory:AccountTable and Aws:Region, or make the tables with migrate --dynamodb.";

    private static partial class Log
    {
        [LoggerMessage(7221, LogLevel.Error, "Reading the tables of accounts and policies failed; it is tried again.")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(7222, LogLevel.Warning, "DynamoDB has not answered yet; the bot starts, and goes on trying.")]
        public static partial void SlowStart(ILogger logger);
    }
}
