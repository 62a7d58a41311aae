using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace SecurityHubBot.TestSupport.Postgres;

/// <summary>A PostgreSQL cluster of this process alone: a temp folder, a loopback port, a password, durable settings as in production.</summary>
internal sealed class PrivateCluster : IDisposable
{
    public const string FolderPrefix = "shub-pg-";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Waits for its input to end, which happens when this process closes it or dies in whatever way, then stops the server and
    /// removes the folder. Deaf to signals, because Ctrl+C in a terminal reaches it together with the test process.
    /// </summary>
    private const string Guardian =
        """
        trap '' INT TERM HUP
        exec >/dev/null 2>&1
        read -r _
        "$1/pg_ctl" -D "$2/data" -m immediate -w stop
        rm -rf "$2"
        """;

    private readonly string _bin;
    private readonly UnprivilegedUser _user;
    private readonly string _password = RandomNumberGenerator.GetHexString(24, lowercase: true);
    private readonly Process _guardian;
    private bool _disposed;

    private PrivateCluster(string bin, UnprivilegedUser user, string folder)
    {
        (_bin, _user, Folder) = (bin, user, folder);
        _guardian = ToolProcess.Start([.. user.Prefix, "/bin/sh", "-c", Guardian, "guardian", bin, folder], "/");
    }

    public string Folder { get; }

    public int Port { get; private set; }

    public string ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = "postgres",
        Password = _password,
        Database = "postgres",
    }.ConnectionString;

    private string Data => Path.Combine(Folder, "data");

    public static async Task<PrivateCluster> CreateAsync(string bin, UnprivilegedUser user)
    {
        var root = user.TempRoot();
        StaleFolders.Remove(root, FolderPrefix, TimeProvider.System);
        var made = await ToolProcess.RunAsync([.. user.Prefix, "mktemp", "-d", Path.Combine(root, FolderPrefix + "XXXXXXXX")], "/", Limit);
        var cluster = new PrivateCluster(bin, user, Succeeded(made, "mktemp"));
        try
        {
            await cluster.InitialiseAsync();
            await cluster.StartAsync();
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    /// <summary>Starts the server: at first on any free port, later on the same one, so that connection strings stay good.</summary>
    public async Task StartAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = Port == 0 ? FreePort() : Port;
            // No local socket: the default folder belongs to an installed server, and a temp folder's path may be too long for one.
            var settings = $"-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c port={port} -c max_connections=300 -c timezone=UTC";
            var result = await RunAsync("pg_ctl", "-D", Data, "-l", Path.Combine(Folder, "log"), "-o", settings, "-w", "-t", "60", "start");
            if (result.ExitCode == 0)
            {
                Port = port;
                return;
            }

            // Somebody else may have taken the port between our look and the server's; the same port again needs its old owner to let go.
            if (attempt == 5)
            {
                throw new InvalidOperationException($"PostgreSQL did not start: {result.Output}{Environment.NewLine}{await LogAsync()}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
    }

    /// <summary>As a power cut: no goodbye to anybody, and recovery from the log at the next start.</summary>
    public async Task StopImmediateAsync() => Succeeded(await RunAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop"), "pg_ctl stop");

    /// <summary>Leaves the rest to the guardian, for a process that is about to end and must not be late: xunit counts the seconds.</summary>
    public void LetGo()
    {
        if (!_disposed)
        {
            _guardian.StandardInput.Close();
        }
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _guardian.StandardInput.Close();
        _guardian.WaitForExit(Limit);
        _guardian.Dispose();
    }

    private async Task InitialiseAsync()
    {
        var passwordFile = Path.Combine(Folder, "password");
        var write = await ToolProcess.RunAsync([.. _user.Prefix, "/bin/sh", "-c", "umask 077; printf %s \"$2\" > \"$1\"", "sh", passwordFile, _password], "/", Limit);
        Succeeded(write, "writing the password file");
        // --no-sync is about the empty cluster only; the server itself keeps fsync and synchronous_commit on.
        var init = await RunAsync("initdb", "-D", Data, "--no-sync", "--encoding=UTF8", "--locale=C", "--username=postgres", "--auth=scram-sha-256", $"--pwfile={passwordFile}");
        Succeeded(init, "initdb");
    }

    private Task<ToolResult> RunAsync(string program, params string[] arguments) =>
        ToolProcess.RunAsync([.. _user.Prefix, Path.Combine(_bin, program), .. arguments], "/", Limit);

    private async Task<string> LogAsync()
    {
        var log = await ToolProcess.RunAsync([.. _user.Prefix, "tail", "-n", "30", Path.Combine(Folder, "log")], "/", Limit);
        return log.Output;
    }

    private static string Succeeded(ToolResult result, string what) =>
        result.ExitCode == 0 ? result.Output : throw new InvalidOperationException($"{what} failed ({result.ExitCode}): {result.Output}");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
