using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Microsoft.AspNetCore.Connections;
using SecurityHubBot.Directories;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;
using SecurityHubBot.Sandbox.Clock;
using SecurityHubBot.Sandbox.SecurityHub;
using SecurityHubBot.Sandbox.SecurityHub.Api;
using SecurityHubBot.Sandbox.Workspace;

namespace SecurityHubBot.Sandbox;

/// <summary>
/// The real bot with SQLite, a local Slack and a local Security Hub in one process. They know each other's addresses and
/// nothing else but the time: everything between them is HTTP, as in production.
/// </summary>
public sealed class SandboxApplication : IAsyncDisposable
{
    private const string ApiKey = "sandbox-intake-api-key";

    private readonly SandboxFolder _folder;
    private readonly WebApplication _bot;
    private readonly ClockAdvance _advance;
    private readonly CardsOnTheWay _cards;

    private SandboxApplication(SandboxFolder folder, SlackWorkspace workspace, LocalAwsServer aws, WebApplication bot, Uri botUrl, ClockAdvance advance)
    {
        (_folder, Workspace, Aws, _bot, BotUrl, _advance) = (folder, workspace, aws, bot, botUrl, advance);
        _cards = new CardsOnTheWay(bot.Services.GetRequiredService<Database>(), workspace);
    }

    public SlackWorkspace Workspace { get; }

    /// <summary>The local Security Hub over AWS's own API, with Organizations and STS.</summary>
    public LocalAwsServer Aws { get; }

    public Uri PageUrl => Workspace.Url;

    public Uri BotUrl { get; }

    /// <exception cref="SandboxStartException">A port is taken, or the folder cannot be used.</exception>
    public static async Task<SandboxApplication> Start(SandboxOptions options, CancellationToken cancellationToken = default)
    {
        var folder = SandboxFolder.Hold(options.Folder);
        try
        {
            if (options.Reset)
            {
                folder.Clear();
            }

            return await Start(options, folder, cancellationToken);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public Task WaitForShutdown(CancellationToken cancellationToken = default) => _bot.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _advance.DisposeAsync();
        await _cards.DisposeAsync();
        await _bot.StopAsync();
        await _bot.DisposeAsync();
        await Aws.DisposeAsync();
        await Workspace.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<SandboxApplication> Start(SandboxOptions options, SandboxFolder folder, CancellationToken cancellationToken)
    {
        var botUrl = new Uri($"http://127.0.0.1:{await Listening("--bot-port", options.BotPort, () => Task.FromResult(FreePort(options.BotPort)))}/");
        var botReady = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var clock = SandboxClock.In(folder.Clock);
        ClockAdvance? advance = null;
        var workspaceOptions = WorkspaceFor(options, folder, botUrl, botReady.Task, clock, () => Volatile.Read(ref advance));
        var workspace = await Listening("--port", options.PagePort, () => SlackWorkspace.StartAsync(workspaceOptions, cancellationToken));
        WebApplication? bot = null;
        LocalAwsServer? aws = null;
        try
        {
            aws = await StartAws(workspace, folder, clock, cancellationToken);
            bot = BuildBot(options, folder, workspace, aws, botUrl, clock);
            BotApplication.MigrateAtStart(bot);
            await ImportTables(bot, cancellationToken);
            await Listening("--bot-port", botUrl.Port, async () =>
            {
                await bot.StartAsync(cancellationToken);
                return bot;
            });
            botReady.SetResult();
            Volatile.Write(ref advance, new ClockAdvance(clock, bot, workspace, state => workspace.Publish(Change(state))));
            return new SandboxApplication(folder, workspace, aws, bot, botUrl, advance);
        }
        catch
        {
            await (bot?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (aws?.DisposeAsync() ?? ValueTask.CompletedTask);
            await workspace.DisposeAsync();
            throw;
        }
    }

    private static Task<LocalAwsServer> StartAws(SlackWorkspace workspace, SandboxFolder folder, TimeProvider clock, CancellationToken cancellationToken)
    {
        var hub = workspace.Services.GetRequiredService<LocalSecurityHub>();
        return LocalAwsServer.Start(new LocalAwsOptions { Hub = hub, Organisation = hub.Organisation, SwitchesPath = folder.Controls, Time = clock, OnEvent = hub.SendImported }, cancellationToken);
    }

    private static async Task<T> Listening<T>(string option, int port, Func<Task<T>> start)
    {
        try
        {
            return await start();
        }
        catch (Exception exception) when (exception is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } or IOException { InnerException: AddressInUseException })
        {
            throw new SandboxStartException($"Port {port} is taken: is a sandbox running already? Otherwise choose another with {option}.");
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new SandboxStartException($"Port {port} may not be used by this user: choose one above 1023 with {option}.");
        }
    }

    private static JsonObject Change(ClockState state)
    {
        var change = JsonSerializer.SerializeToNode(state, EmbeddedData.Json)!.AsObject();
        change["type"] = "clock";
        return change;
    }

    private static WorkspaceOptions WorkspaceFor(
        SandboxOptions options, SandboxFolder folder, Uri botUrl, Task botReady, TimeProvider clock, Func<ClockAdvance?> advance) => new()
        {
            TimeProvider = clock,
            Port = options.PagePort,
            BotUrl = botUrl,
            StatePath = folder.Workspace,
            AddServices = services => services.AddSingleton(clock).AddAwsCorner(new AwsCornerOptions
            {
                BotUrl = botUrl,
                BotReady = botReady,
                ApiKey = ApiKey,
                DatabasePath = folder.SecurityHub,
            }),
            MapEndpoints = (endpoints, _) => ClockEndpoints.Map(endpoints.MapAwsCorner(), advance),
        };

    private static WebApplication BuildBot(SandboxOptions options, SandboxFolder folder, SlackWorkspace workspace, LocalAwsServer aws, Uri botUrl, TimeProvider clock) =>
        BotApplication.Build(["--environment", "Development"], builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Database:Provider"] = "sqlite",
                ["ConnectionStrings:Bot"] = $"Data Source={folder.Bot}",
                ["Slack:ApiUrl"] = workspace.ApiUrl.ToString(),
                ["Slack:BotToken"] = workspace.BotToken,
                ["Slack:SigningSecret"] = workspace.SigningSecret,
                ["Slack:AppToken"] = null,
                ["Slack:SecurityChannel"] = "#security",
                ["Slack:ApprovalChannel"] = "#security-approvals",
                ["Slack:Approvers"] = AozoraHosting.Approvers,
                ["Slack:Operators"] = AozoraHosting.Operators,
                ["Intake:ApiKey"] = ApiKey,
                ["Aws:Region"] = aws.HomeRegion,
                ["Aws:MemberRoleName"] = "securityhubbot-member",
                ["Aws:Mode"] = "act",
                ["AWS_ENDPOINT_URL"] = aws.Url.ToString(),
                ["Serilog:MinimumLevel:Default"] = options.Verbose ? "Information" : "Warning",
            });
            builder.Services.AddSingleton(clock);
            builder.Services.AddSingleton<AWSCredentials>(new BasicAWSCredentials(aws.Administrator.AccessKeyId, aws.Administrator.SecretAccessKey));
            builder.WebHost.UseUrls(botUrl.ToString());
        });

    // Only into empty tables: what somebody has changed since is theirs.
    private static async Task ImportTables(WebApplication bot, CancellationToken cancellationToken)
    {
        var directory = bot.Services.GetRequiredService<IDirectory>();
        var import = bot.Services.GetRequiredService<DirectoryImport>();
        var known = await directory.Current(cancellationToken);
        if (known.Accounts.Count == 0)
        {
            using var accounts = new StringReader(Organisation.Default.AccountsCsv(AozoraHosting.IdOf));
            Demand(await import.ImportAccounts(accounts, new ImportOptions(), "sandbox", cancellationToken));
        }

        if (known.Policies.Rows.Count == 0)
        {
            using var policies = new StringReader(Organisation.PoliciesCsv());
            Demand(await import.ImportPolicies(policies, new ImportOptions(), "sandbox", cancellationToken));
        }
    }

    private static void Demand(ImportReport report)
    {
        if (report is ImportReport.Refused refused)
        {
            throw new InvalidOperationException($"The sandbox's own tables are wrong: {string.Join("; ", refused.Errors)}");
        }
    }

    // Tried before anything starts, so that a taken port is one sentence and not the bot's whole log of it.
    private static int FreePort(int wanted)
    {
        using var listener = new TcpListener(IPAddress.Loopback, wanted);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
