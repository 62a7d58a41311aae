using System.Net;
using System.Net.Sockets;
using SecurityHubBot.Directories;
using SecurityHubBot.Hosting;
using SecurityHubBot.Sandbox.SecurityHub;
using SecurityHubBot.Sandbox.Workspace;

namespace SecurityHubBot.Sandbox;

/// <summary>
/// The real bot with SQLite, a local Slack and a local Security Hub in one process. They know each other's addresses and
/// nothing else: everything between them is HTTP, as in production.
/// </summary>
public sealed class SandboxApplication : IAsyncDisposable
{
    private const string ApiKey = "sandbox-intake-api-key";

    private readonly WebApplication _bot;

    private SandboxApplication(SlackWorkspace workspace, WebApplication bot, Uri botUrl) => (Workspace, _bot, BotUrl) = (workspace, bot, botUrl);

    public SlackWorkspace Workspace { get; }

    public Uri PageUrl => Workspace.Url;

    public Uri BotUrl { get; }

    public static async Task<SandboxApplication> Start(SandboxOptions options, CancellationToken cancellationToken = default)
    {
        if (options.Reset && Directory.Exists(options.Folder))
        {
            Directory.Delete(options.Folder, recursive: true);
        }

        Directory.CreateDirectory(options.Folder);
        var botUrl = new Uri($"http://127.0.0.1:{(options.BotPort == 0 ? FreePort() : options.BotPort)}/");
        var workspace = await SlackWorkspace.StartAsync(WorkspaceFor(options, botUrl), cancellationToken);
        try
        {
            var bot = BuildBot(options, workspace, botUrl);
            BotApplication.MigrateAtStart(bot);
            await ImportTables(bot, cancellationToken);
            await bot.StartAsync(cancellationToken);
            return new SandboxApplication(workspace, bot, botUrl);
        }
        catch
        {
            await workspace.DisposeAsync();
            throw;
        }
    }

    public Task WaitForShutdown(CancellationToken cancellationToken = default) => _bot.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _bot.StopAsync();
        await _bot.DisposeAsync();
        await Workspace.DisposeAsync();
    }

    private static WorkspaceOptions WorkspaceFor(SandboxOptions options, Uri botUrl) => new()
    {
        Port = options.PagePort,
        BotUrl = botUrl,
        StatePath = Path.Combine(options.Folder, "workspace.db"),
        AddServices = services => services.AddAwsCorner(new AwsCornerOptions
        {
            BotUrl = botUrl,
            ApiKey = ApiKey,
            DatabasePath = Path.Combine(options.Folder, "securityhub.db"),
        }),
        MapEndpoints = (endpoints, _) => endpoints.MapAwsCorner(),
    };

    private static WebApplication BuildBot(SandboxOptions options, SlackWorkspace workspace, Uri botUrl) =>
        BotApplication.Build(["--environment", "Development"], builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Database:Provider"] = "sqlite",
                ["ConnectionStrings:Bot"] = $"Data Source={Path.Combine(options.Folder, "bot.db")}",
                ["Slack:ApiUrl"] = workspace.ApiUrl.ToString(),
                ["Slack:BotToken"] = workspace.BotToken,
                ["Slack:SigningSecret"] = workspace.SigningSecret,
                ["Slack:AppToken"] = null,
                ["Slack:SecurityChannel"] = "#security",
                ["Slack:ApprovalChannel"] = "#security-approvals",
                ["Intake:ApiKey"] = ApiKey,
                ["Serilog:MinimumLevel:Default"] = options.Verbose ? "Information" : "Warning",
            });
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
