using System.Threading.Channels;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Intake;

/// <summary>
/// Gathers what concurrent requests bring into one database round trip. Nobody waits for a batch to fill: while one is being
/// committed, the next one gathers.
/// </summary>
public sealed partial class FindingBatcher : BackgroundService
{
    private readonly IFindingWriter _writer;
    private readonly Database _database;
    private readonly IntakeOptions _options;
    private readonly Telemetry _telemetry;
    private readonly Cases.Wake _wake;
    private readonly TimeProvider _time;
    private readonly ILogger<FindingBatcher> _logger;
    private readonly Channel<Pending> _queue;

    public FindingBatcher(IFindingWriter writer, Database database, IntakeOptions options, Telemetry telemetry, Cases.Wake wake, TimeProvider time, ILogger<FindingBatcher> logger)
    {
        (_writer, _database, _options, _telemetry, _wake, _time, _logger) = (writer, database, options, telemetry, wake, time, logger);
        _queue = Channel.CreateBounded<Pending>(new BoundedChannelOptions(options.QueueLimit) { FullMode = BoundedChannelFullMode.Wait });
    }

    // Below this, waiting for the commit under way costs less than the commit of a small batch.
    private const int WorthAnotherCommit = 100;

    private int _waiting;

    /// <summary>Two batches at once keep PostgreSQL busy under load; SQLite has one writer.</summary>
    private int Writers => _database.Dialect is PostgresDialect ? 2 : 1;

    /// <summary>Returns once the findings are committed.</summary>
    /// <exception cref="IntakeUnavailableException">The database cannot be reached, too much is waiting, or the bot is stopping.</exception>
    public async Task Store(IReadOnlyList<IncomingFinding> findings, CancellationToken cancellationToken)
    {
        var pending = new Pending(findings);
        Interlocked.Add(ref _waiting, findings.Count);
        if (!_queue.Writer.TryWrite(pending))
        {
            Interlocked.Add(ref _waiting, -findings.Count);
            throw new IntakeUnavailableException("More events are waiting for the database than the bot keeps in memory.", inner: null);
        }

        await pending.Done.Task.WaitAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(Drain, CancellationToken.None);

    /// <summary>Refuses what comes from now on and commits what is already waiting.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } running)
        {
            await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken);
    }

    private async Task Drain()
    {
        var committing = new List<Task>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            if (committing.Count > 0 && (committing.Count == Writers || Volatile.Read(ref _waiting) < WorthAnotherCommit))
            {
                await Task.WhenAny(committing);
            }

            committing.RemoveAll(t => t.IsCompleted);
            if (committing.Count < Writers && Gather() is { Count: > 0 } batch)
            {
                committing.Add(Commit(batch));
            }
        }

        await Task.WhenAll(committing);
    }

    private List<Pending> Gather()
    {
        var batch = new List<Pending>();
        var size = 0;
        while (size < _options.BatchSize && _queue.Reader.TryRead(out var next))
        {
            batch.Add(next);
            size += next.Findings.Count;
        }

        Interlocked.Add(ref _waiting, -size);
        return batch;
    }

    private async Task Commit(List<Pending> batch)
    {
        try
        {
            var findings = FindingRow.Newest(batch.SelectMany(p => p.Findings), f => f.Row);
            var changed = await _writer.Write(findings, _time.GetUtcNow(), CancellationToken.None);
            _telemetry.IntakeBatch.Record(findings.Count);
            _telemetry.Findings.Add(changed, new KeyValuePair<string, object?>("changed", true));
            _telemetry.Findings.Add(findings.Count - changed, new KeyValuePair<string, object?>("changed", false));
            batch.ForEach(p => p.Done.TrySetResult());
            if (changed > 0)
            {
                _wake.Decisions.Set();
            }
        }
        catch (Exception exception) when (_database.Dialect.IsUnavailable(exception))
        {
            Log.Unavailable(_logger, batch.Count, exception);
            batch.ForEach(p => p.Done.TrySetException(new IntakeUnavailableException("The database cannot be reached.", exception)));
        }
        catch (Exception) when (batch.Count > 1)
        {
            // One finding that the database refuses must not fail its neighbours.
            foreach (var single in batch)
            {
                await Commit([single]);
            }
        }
        catch (Exception exception)
        {
            Log.Refused(_logger, exception);
            batch[0].Done.TrySetException(exception);
        }
    }

    private sealed record Pending(IReadOnlyList<IncomingFinding> Findings)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Could not commit {Events} events: the database cannot be reached. They were answered 503 and will come again.")]
        public static partial void Unavailable(ILogger logger, int events, Exception exception);

        [LoggerMessage(Level = LogLevel.Error, Message = "The database refused an event's findings.")]
        public static partial void Refused(ILogger logger, Exception exception);
    }
}

/// <summary>The event cannot be taken now and should be sent again.</summary>
public sealed class IntakeUnavailableException(string message, Exception? inner) : Exception(message, inner);
