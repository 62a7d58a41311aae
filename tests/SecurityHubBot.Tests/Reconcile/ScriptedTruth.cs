using System.Text;
using System.Text.Json.Nodes;
using SecurityHubBot.Domain;
using SecurityHubBot.Reconcile;
using SecurityHubBot.Tests.Integration;

namespace SecurityHubBot.Tests.Reconcile;

/// <summary>A Security Hub that shows what a test has put into it, a few findings a page, and fails as told.</summary>
internal sealed class ScriptedTruth : ISecurityHubTruth
{
    private readonly List<JsonObject> _findings = [];

    public int PageSize { get; set; } = 2;

    /// <summary>Which tokens were asked for, in order; empty for a first page.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Before a page is given: may throw, or change the world.</summary>
    public Func<string?, Task>? Before { get; set; }

    public IReadOnlyList<string> Regions { get; set; } = ["ap-northeast-1"];

    public IReadOnlyList<TruthScope>? OwnScopes { get; set; }

    public void Show(string resource, string compliance = "FAILED", int minute = 0, string account = TestBot.ShopAccount, bool archived = false, string control = "S3.8")
    {
        var finding = Events.Finding(resource, account, control, compliance, minute);
        finding["RecordState"] = archived ? "ARCHIVED" : "ACTIVE";
        _findings.RemoveAll(f => f["Id"]!.GetValue<string>() == finding["Id"]!.GetValue<string>());
        _findings.Add(finding);
    }

    public void Show(JsonObject finding) => _findings.Add(finding);

    public void Forget(string resource) =>
        _findings.RemoveAll(f => (string?)f["Resources"]?[0]?["Id"] == $"arn:aws:s3:::{resource}");

    public void ForgetAll() => _findings.Clear();

    public Task<IReadOnlyList<TruthScope>> Scopes(CancellationToken cancellationToken) =>
        Task.FromResult(OwnScopes ?? [new TruthScope(AccountId.Parse(TestBot.ShopAccount), "ap-northeast-1", Regions)]);

    public async Task<TruthPage> Read(TruthScope scope, DateTimeOffset? since, string? token, CancellationToken cancellationToken)
    {
        lock (Asked)
        {
            Asked.Add(token ?? "");
        }

        await (Before?.Invoke(token) ?? Task.CompletedTask);
        var from = token is null ? 0 : int.Parse(token, System.Globalization.CultureInfo.InvariantCulture);
        var shown = _findings.Where(f => since is null || DateTimeOffset.Parse((string)f["UpdatedAt"]!, System.Globalization.CultureInfo.InvariantCulture) >= since).ToList();
        var page = shown.Skip(from).Take(PageSize).Select(f => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(f.ToJsonString())).ToList();
        var next = from + PageSize;
        return new TruthPage(page, next < shown.Count ? $"{next}" : null);
    }
}
