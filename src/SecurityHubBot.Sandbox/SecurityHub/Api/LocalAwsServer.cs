using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>
/// AWS on 127.0.0.1, as far as the bot uses it: Security Hub, Organizations and STS for a whole organisation, over the real HTTP
/// API. Point any AWS client's endpoint at <see cref="Url"/>; the access key says which account calls, the signature which Region.
/// </summary>
public sealed class LocalAwsServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly LocalLandscape _landscape;
    private readonly AccessKeys _keys;
    private readonly SwitchFollower? _follower;

    private LocalAwsServer(WebApplication app, LocalLandscape landscape, AccessKeys keys, AwsDispatcher dispatcher, LooseFindings findings, SwitchFollower? follower)
    {
        (_app, _landscape, _keys, _follower, Faults, Findings, Calls) = (app, landscape, keys, follower, dispatcher.Faults, findings, dispatcher.Calls);
        Url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>For <c>AWS_ENDPOINT_URL</c>, <c>AWS_ENDPOINT_URL_SECURITYHUB</c>, <c>_ORGANIZATIONS</c> and <c>_STS</c>.</summary>
    public Uri Url { get; }

    public string AdministratorId => _landscape.AdministratorId;

    public string HomeRegion => _landscape.HomeRegion;

    /// <summary>The administrator's lasting key.</summary>
    public AccessKey Administrator => KeyOf(AdministratorId);

    /// <summary>What is to go wrong.</summary>
    public AwsFaults Faults { get; }

    /// <summary>What was called, in order, with how it ended.</summary>
    public AwsCallLog Calls { get; }

    /// <summary>Findings that a test lays in, and those that were imported.</summary>
    public LooseFindings Findings { get; }

    public static async Task<LocalAwsServer> Start(LocalAwsOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new LocalAwsOptions();
        var administrator = options.AdministratorId ?? options.Organisation.Accounts[0].AccountId;
        var home = options.HomeRegion ?? options.Organisation.Find(administrator)?.Regions[0]
            ?? throw new ArgumentException($"The administrator {administrator} is no account of the organisation.", nameof(options));
        var switches = new ControlSwitches(options.SwitchesPath);
        var landscape = new LocalLandscape(options.Organisation, administrator, home, options.Controls ?? [.. SecurityControls.All.Where(c => !c.IsThreat)], switches, options.Time);
        var keys = new AccessKeys(options.SignatureTime);
        var findings = new LooseFindings(options.Time, e => options.OnEvent?.Invoke(e));
        var dispatcher = new AwsDispatcher(landscape, keys, findings, options);
        var app = Build(options.Port, dispatcher);
        await app.StartAsync(cancellationToken);
        return new LocalAwsServer(app, landscape, keys, dispatcher, findings, options.Hub is { } hub ? new SwitchFollower(hub, landscape) : null);
    }

    /// <summary>An account's lasting key.</summary>
    public AccessKey KeyOf(string accountId) =>
        _landscape.IsKnown(accountId) ? AccessKeys.Of(accountId) : throw new ArgumentException($"There is no account {accountId} in this organisation.", nameof(accountId));

    /// <summary>Ends every session that AssumeRole gave out for an account, or for all.</summary>
    public void ExpireSessions(string? accountId = null) => _keys.Expire(accountId);

    /// <summary>The account's roles cannot be assumed, or can again.</summary>
    public void DenyRole(string accountId, bool denied = true) => _landscape.DenyRole(accountId, denied);

    /// <summary><c>SUSPENDED</c>, <c>PENDING_CLOSURE</c>, or <c>ACTIVE</c> again.</summary>
    public void SetAccountStatus(string accountId, string status) => _landscape.SetStatus(accountId, status);

    /// <summary>The account leaves the organisation, or comes back.</summary>
    public void SetMember(string accountId, bool isMember) => _landscape.SetMember(accountId, isMember);

    /// <summary>Security Hub is off in an account's Region, or on again.</summary>
    public void SetHub(string accountId, string region, bool isOn) => _landscape.SetHub(accountId, region, isOn);

    /// <summary>The account has opted into a Region, or not: then that Region knows none of its keys.</summary>
    public void SetOptedIn(string accountId, string region, bool isOptedIn) => _landscape.SetOptedIn(accountId, region, isOptedIn);

    /// <summary>Turns central configuration on, with a policy for some accounts; the others are their own.</summary>
    /// <param name="policy">As CreateConfigurationPolicy takes it, from <c>SecurityHub</c> on.</param>
    public void SetConfigurationPolicy(string id, string name, System.Text.Json.Nodes.JsonObject policy, params string[] accountIds)
    {
        var made = _landscape.Central.Put(id, name, "", policy);
        foreach (var account in _landscape.Organisation.Accounts.Where(a => accountIds.Contains(a.AccountId)))
        {
            _landscape.Central.Follow(account.AccountId, id);
            _landscape.Follow(account, made);
        }
    }

    /// <summary>Which controls a configuration policy lists as off.</summary>
    public IReadOnlyList<string> DisabledBy(string policyId) =>
        [.. (_landscape.Central.Find(policyId)?.Policy["SecurityHub"]?["SecurityControlsConfiguration"]?["DisabledSecurityControlIdentifiers"] as System.Text.Json.Nodes.JsonArray ?? []).Select(c => (string?)c ?? "")];

    /// <summary>A standard's controls can be changed, or not yet (NOT_READY_FOR_UPDATES).</summary>
    /// <param name="standard">The tail of the standard's ARN.</param>
    public void SetReady(string accountId, string region, string standard, bool isReady) => _landscape.Hub(accountId, region).SetReady(standard, isReady);

    /// <summary>Turns a control on or off behind everybody's back.</summary>
    public void SetControl(string accountId, string region, string standard, string control, bool isOn, string? reason = null) =>
        _landscape.Hub(accountId, region).SetSwitch(standard, control, isOn, reason);

    /// <summary>Whether a control is on; the standard as the tail of its ARN.</summary>
    public bool IsControlOn(string accountId, string region, string standard, string control) => _landscape.Hub(accountId, region).Switch(standard, control).IsOn;

    /// <summary>Enables a standard, as somebody in the console would.</summary>
    public void EnableStandard(string accountId, string region, string standard) => _landscape.Hub(accountId, region).Enable(standard);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await (_follower?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _app.DisposeAsync();
    }

    private static WebApplication Build(int port, AwsDispatcher dispatcher)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 32 * 1024 * 1024);
        var app = builder.Build();
        app.Run(dispatcher.Answer);
        return app;
    }
}
