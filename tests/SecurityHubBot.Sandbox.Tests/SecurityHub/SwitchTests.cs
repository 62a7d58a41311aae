using System.Net.Http.Json;
using Amazon.Runtime;
using Amazon.SecurityHub;
using Amazon.SecurityHub.Model;
using Microsoft.Extensions.DependencyInjection;
using SecurityHubBot.Sandbox.SecurityHub;

namespace SecurityHubBot.Sandbox.Tests.SecurityHub;

/// <summary>Controls that are switched off and on over the API, and what becomes of their findings.</summary>
public sealed class SwitchTests : IDisposable
{
    private const string Control = "S3.8";

    private readonly string _folder = Directory.CreateTempSubdirectory("shub-switches-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_findings_of_a_disabled_control_are_archived_after_some_days_and_come_back_with_it_even_after_a_restart()
    {
        string key;
        await using (var sandbox = await Start())
        {
            var hub = Hub(sandbox);
            var resource = hub.Resources.First(r => r.ControlId == Control && r.Status == ResourceStatus.Failed && r.AccountId == sandbox.Aws.AdministratorId);
            key = resource.Key;
            await Switch(sandbox, resource.Region, isOn: false);
            (await File.ReadAllTextAsync(Path.Combine(_folder, "controls.json"), Token)).ShouldContain(Control, Case.Sensitive, "what was answered outlives the process");

            Should.Throw<RequestException>(() => hub.Fail(resource.AccountId, resource.Region, Control)).Message.ShouldContain("disabled");
            hub.FollowSwitches().ShouldBe(0, "days go by before");
            await Advance(sandbox, "week");
            await Until(() => Find(hub, key) is { IsArchived: true, IsSwitchedOff: true, IsPending: false });
        }

        await using var again = await Start();
        Find(Hub(again), key).Status.ShouldBe(ResourceStatus.Archived);
        await Switch(again, Find(Hub(again), key).Region, isOn: true);
        await Until(() => Find(Hub(again), key) is { Status: ResourceStatus.Failed, IsSwitchedOff: false, IsPending: false });
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<SandboxApplication> Start() => SandboxApplication.Start(new SandboxOptions { Folder = _folder, PagePort = 0, BotPort = 0 }, Token);

    private static LocalSecurityHub Hub(SandboxApplication sandbox) => sandbox.Workspace.Services.GetRequiredService<LocalSecurityHub>();

    private static TrackedResource Find(LocalSecurityHub hub, string key) => hub.Resources.Single(r => r.Key == key);

    private static async Task Switch(SandboxApplication sandbox, string region, bool isOn)
    {
        var key = sandbox.Aws.Administrator;
        using var client = new AmazonSecurityHubClient(
            new BasicAWSCredentials(key.AccessKeyId, key.SecretAccessKey),
            new AmazonSecurityHubConfig { ServiceURL = sandbox.Aws.Url.ToString(), AuthenticationRegion = region });
        var associations = await client.ListStandardsControlAssociationsAsync(new ListStandardsControlAssociationsRequest { SecurityControlId = Control }, Token);
        associations.StandardsControlAssociationSummaries.ShouldAllBe(a => (a.AssociationStatus == AssociationStatus.ENABLED) != isOn, "a restart keeps what was switched");
        var answer = await client.BatchUpdateStandardsControlAssociationsAsync(
            new BatchUpdateStandardsControlAssociationsRequest
            {
                StandardsControlAssociationUpdates =
                [
                    .. associations.StandardsControlAssociationSummaries.Select(a => new StandardsControlAssociationUpdate
                    {
                        StandardsArn = a.StandardsArn,
                        SecurityControlId = a.SecurityControlId,
                        AssociationStatus = isOn ? AssociationStatus.ENABLED : AssociationStatus.DISABLED,
                        UpdatedReason = "not ours",
                    }),
                ],
            },
            Token);
        answer.UnprocessedAssociationUpdates.ShouldBeEmpty();
    }

    private static async Task Advance(SandboxApplication sandbox, string by)
    {
        using var http = new HttpClient { BaseAddress = sandbox.PageUrl };
        using var answer = await http.PostAsJsonAsync("clock/advance", new { by }, Token);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task Until(Func<bool> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(3));
        while (!condition())
        {
            await Task.Delay(50, patience.Token);
        }
    }
}
