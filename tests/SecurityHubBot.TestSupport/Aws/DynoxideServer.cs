using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace SecurityHubBot.TestSupport.Aws;

/// <summary>
/// A real server of DynamoDB's API (npm's package @dynoxide/linux-x64, tests/dynoxide) on a free port of 127.0.0.1, with its tables in a
/// file: they survive the server's death, as DynamoDB's would.
/// </summary>
public sealed class DynoxideServer : IAsyncDisposable
{
    private const string FolderPrefix = "shub-dynoxide-";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly NodeFolder Package = new("dynoxide", "install the DynamoDB-compatible server for tests");

    /// <summary>
    /// Runs the server until its input ends, which happens when this process dies in whatever way. Deaf to signals, because Ctrl+C in a
    /// terminal reaches it together with the test process.
    /// </summary>
    private const string Guardian =
        """
        trap '' INT TERM HUP
        exec >>"$2/server.log" 2>&1
        "$1" --host 127.0.0.1 --port "$3" --db-path "$2/tables.db" </dev/null &
        server=$!
        read -r _
        kill -9 "$server"
        wait "$server"
        exit 0
        """;

    private static readonly Lazy<Task<DynoxideServer>> LazyShared = new(StartAsync);

    private readonly string _folder;
    private readonly string _program;
    private Process? _guardian;

    private DynoxideServer(string folder, string program, int port)
    {
        (_folder, _program) = (folder, program);
        Url = new Uri($"http://127.0.0.1:{port}/");
    }

    /// <summary>Why it cannot run here, for <c>Assert.Skip</c>; null when it can, or must (<see cref="Requirements"/>).</summary>
    public static string? SkipReason { get; } = Requirements.SkipReason(Requirements.Dynoxide, Missing());

    public Uri Url { get; }

    /// <summary>One for all tests of this process that do not stop it; each takes tables of its own.</summary>
    public static Task<DynoxideServer> SharedAsync() => LazyShared.Value;

    public static async Task<DynoxideServer> StartAsync()
    {
        if (Missing() is { } missing)
        {
            throw new InvalidOperationException(missing);
        }

        StaleFolders.Remove(Path.GetTempPath(), FolderPrefix, TimeProvider.System);
        var program = Path.Combine(await Package.Home, "node_modules", "@dynoxide", "linux-x64", "dynoxide");
        var server = new DynoxideServer(Directory.CreateTempSubdirectory(FolderPrefix).FullName, program, FreePort());
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.End();
        await server.ResumeAsync();
        Requirements.Used(Requirements.Dynoxide);
        return server;
    }

    /// <summary>Kills it with no time to say goodbye; whoever calls it is refused then.</summary>
    public async Task KillAsync()
    {
        if (_guardian is { } guardian)
        {
            guardian.StandardInput.Close();
            await guardian.WaitForExitAsync().WaitAsync(Limit);
            guardian.Dispose();
            _guardian = null;
        }
    }

    /// <summary>Starts it again on the same port, with the same tables.</summary>
    public async Task ResumeAsync()
    {
        var port = Url.Port.ToString(CultureInfo.InvariantCulture);
        _guardian = ToolProcess.Start(["/bin/sh", "-c", Guardian, "guardian", _program, _folder, port], _folder);
        using var http = new HttpClient();
        for (var waited = Stopwatch.StartNew(); ;)
        {
            try
            {
                using var response = await http.GetAsync(Url);
                return;
            }
            catch (HttpRequestException exception)
            {
                if (waited.Elapsed > Limit || _guardian.HasExited)
                {
                    throw new InvalidOperationException($"dynoxide did not start: {await File.ReadAllTextAsync(Path.Combine(_folder, "server.log"))}", exception);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void End()
    {
        if (_guardian is { } guardian)
        {
            guardian.StandardInput.Close();
            guardian.WaitForExit(Limit);
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? Missing() => OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64
        ? Package.Missing()
        : "dynoxide, the DynamoDB-compatible server for tests, is there for Linux on x64 only.";
}
