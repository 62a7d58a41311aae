using System.Data.Common;
using System.Text.Json.Nodes;
using SecurityHubBot.Persistence;
using SecurityHubBot.Sandbox.Workspace;

namespace SecurityHubBot.Sandbox;

/// <summary>
/// Tells the open pages how many cards the bot has yet to post: Slack takes one message per second in a channel, and whoever
/// looks at the page meanwhile should know that more is coming.
/// </summary>
internal sealed class CardsOnTheWay : IAsyncDisposable
{
    private const string Count = "select count(*) from case_messages where kind = 'card' and ts is null and desired > actual";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly Database _database;
    private readonly SlackWorkspace _workspace;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _work;

    public CardsOnTheWay(Database database, SlackWorkspace workspace)
    {
        (_database, _workspace) = (database, workspace);
        _work = Watch();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _work;
        _stopping.Dispose();
    }

    private async Task Watch()
    {
        using var timer = new PeriodicTimer(Interval);
        long told = 0;
        try
        {
            do
            {
                told = await Tell(told);
            }
            while (await timer.WaitForNextTickAsync(_stopping.Token));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The sandbox is stopping.
        }
    }

    // While there are some, again and again: a page may have been opened only now.
    private async Task<long> Tell(long told)
    {
        try
        {
            var count = await _database.Read(session => session.Scalar<long>(Count), _stopping.Token);
            if (count > 0 || told > 0)
            {
                _workspace.Publish(new JsonObject { ["type"] = "arriving", ["count"] = count });
            }

            return count;
        }
        catch (DbException)
        {
            // A count that is missing once is of no consequence, and the bot itself says what is wrong with its database.
            return told;
        }
    }
}
