using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace SecurityHubBot.TestSupport.Slack;

/// <summary>Slack's own HTTP receiver (tests/slack-bolt), running on a port of 127.0.0.1, to compare ours with.</summary>
public sealed class SlackBolt : IAsyncDisposable
{
    private const string Listening = "listening on ";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);
    private static readonly NodeFolder Receiver = new("slack-bolt", "run Slack's own receiver");

    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SlackBolt(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, e) => Hear(e.Data);
        process.ErrorDataReceived += (_, e) => Hear(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Why it cannot run here, for <c>Assert.Skip</c>; null when it can, or must (<see cref="Requirements"/>).</summary>
    public static string? SkipReason { get; } = Receiver.SkipReason;

    public int Port => _port.Task.Result;

    /// <summary>What it wrote, for the message of a failure.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>It lives for a minute at most, and no longer than this process.</summary>
    public static async Task<SlackBolt> StartAsync(string signingSecret)
    {
        var bolt = new SlackBolt(await Receiver.StartAsync("receiver.mjs", new Dictionary<string, string> { ["SIGNING_SECRET"] = signingSecret }));
        using var limit = new CancellationTokenSource(StartLimit);
        var ended = bolt._process.WaitForExitAsync(limit.Token);
        if (await Task.WhenAny(bolt._port.Task, ended) == ended)
        {
            await bolt.DisposeAsync();
            throw new InvalidOperationException($"Slack's receiver did not start: {bolt.Said}");
        }

        Requirements.Used(Requirements.Node);
        return bolt;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
            using var limit = new CancellationTokenSource(EndLimit);
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_said)
        {
            _said.AppendLine(line);
        }

        if (line.StartsWith(Listening, StringComparison.Ordinal))
        {
            _port.TrySetResult(int.Parse(line.AsSpan(Listening.Length), CultureInfo.InvariantCulture));
        }
    }
}
