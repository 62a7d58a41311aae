using System.Text.Json.Nodes;
using Amazon.SecurityHub;
using Amazon.SecurityHub.Model;

namespace SecurityHubBot.Aws.Tests;

public sealed class FindingTests : AwsTest
{
    [Fact]
    public async Task Every_finding_comes_once_over_the_pages_and_whole()
    {
        LayIn(25);
        using var hub = SecurityHub();
        var all = new List<AwsSecurityFinding>();
        string? token = null;
        do
        {
            var page = await hub.GetFindingsAsync(new GetFindingsRequest { MaxResults = 10, NextToken = token });
            page.Findings.Count.ShouldBeLessThanOrEqualTo(10);
            all.AddRange(page.Findings);
            token = page.NextToken;
        }
        while (token is not null);

        all.Select(f => f.Id).ShouldBe(Enumerable.Range(0, 25).Select(Id));
        JsonNode.DeepEquals(JsonNode.Parse(all[7].Json.GetRawText()), Finding(7)).ShouldBeTrue();
    }

    [Fact]
    public async Task Filters_choose_and_order()
    {
        LayIn(40);
        using var hub = SecurityHub();
        var page = await hub.GetFindingsAsync(new GetFindingsRequest
        {
            Filters = new AwsSecurityFindingFilters
            {
                UpdatedAt = [new DateFilter { Start = "2026-11-05T00:00:00Z", End = "2026-11-06T00:00:00Z" }],
                SeverityLabel = [new StringFilter { Comparison = StringFilterComparison.NOT_EQUALS, Value = "LOW" }],
                RecordState = [new StringFilter { Comparison = StringFilterComparison.EQUALS, Value = RecordState.ACTIVE }],
                ResourceTags = [new MapFilter { Comparison = MapFilterComparison.EQUALS, Key = "team.name", Value = "shop" }],
            },
            SortCriteria = [new SortCriterion { Field = "Id", SortOrder = SortOrder.Desc }],
        });
        page.Findings.Select(f => f.Id).ShouldBe([Id(24), Id(4)]);
    }

    [Fact]
    public async Task A_member_sees_its_own_findings_and_a_linked_Region_only_its_own()
    {
        LayIn(3);
        Aws.Findings.Add(Finding(100, Member), Finding(101, region: "us-east-1"));
        using var home = SecurityHub();
        using var linked = SecurityHub(region: "us-east-1");
        using var member = SecurityHub(Aws.KeyOf(Member));
        (await home.GetFindingsAsync(new GetFindingsRequest())).Findings.Count.ShouldBe(5);
        (await linked.GetFindingsAsync(new GetFindingsRequest())).Findings.Select(f => f.Id).ShouldBe([Id(101)]);
        (await member.GetFindingsAsync(new GetFindingsRequest())).Findings.Select(f => f.Id).ShouldBe([Id(100)]);
    }

    [Fact]
    public async Task An_update_takes_effect_sends_an_event_and_leaves_UpdatedAt()
    {
        LayIn(2);
        using var hub = SecurityHub();
        var answer = await hub.BatchUpdateFindingsAsync(new BatchUpdateFindingsRequest
        {
            FindingIdentifiers = [new() { Id = Id(1), ProductArn = ProductArn }],
            Workflow = new WorkflowUpdate { Status = WorkflowStatus.SUPPRESSED },
            Note = new NoteUpdate { Text = "対応しない", UpdatedBy = "shub" },
        });
        answer.ProcessedFindings.Single().Id.ShouldBe(Id(1));
        answer.Failures().ShouldBeEmpty();
        var finding = (await hub.GetFindingsAsync(new GetFindingsRequest { Filters = new() { Id = [new() { Comparison = "EQUALS", Value = Id(1) }] } })).Findings.Single();
        finding.Workflow!.Status.ShouldBe(WorkflowStatus.SUPPRESSED);
        finding.UpdatedAt.ShouldBe((string?)Finding(1)["UpdatedAt"]);
        finding.Json.GetProperty("Note").GetProperty("Text").GetString().ShouldBe("対応しない");
        var sent = Events.Single();
        ((string?)sent["detail-type"]).ShouldBe("Security Hub Findings - Imported");
        ((string?)sent["detail"]!["findings"]![0]!["Workflow"]!["Status"]).ShouldBe("SUPPRESSED");
    }

    [Fact]
    public async Task What_an_update_leaves_undone_is_told_item_by_item()
    {
        LayIn(3);
        Aws.Faults.Next("BatchUpdateFindings", new Sandbox.SecurityHub.Api.AwsFault.Partial("ConcurrentUpdateError"));
        using var hub = SecurityHub();
        var answer = await hub.BatchUpdateFindingsAsync(new BatchUpdateFindingsRequest
        {
            FindingIdentifiers = [.. new[] { 0, 1, 1, 99 }.Select(n => new AwsSecurityFindingIdentifier { Id = Id(n), ProductArn = ProductArn })],
            Workflow = new WorkflowUpdate { Status = WorkflowStatus.NOTIFIED },
        });
        answer.ProcessedFindings.Single().Id.ShouldBe(Id(1));
        answer.Failures().Select(f => (f.Item.Id, f.ErrorCode, f.IsWorthRetry)).ShouldBe(
        [
            (Id(0), "ConcurrentUpdateError", true), (Id(1), "DuplicatedFindingIdentifier", false), (Id(99), "FindingNotFound", false),
        ]);
    }

    [Fact]
    public async Task An_import_keeps_what_customers_set_and_names_what_it_refuses()
    {
        using var hub = SecurityHub();
        var bad = Finding(2);
        bad.Remove("Title");
        var answer = await hub.BatchImportFindingsAsync(new BatchImportFindingsRequest { Findings = [Of(Finding(1)), Of(bad)] });
        (answer.SuccessCount, answer.FailedCount).ShouldBe((1, 1));
        answer.Failures().Single().ShouldBe(new PartialFailure<string>(Id(2), "InvalidInput", "Missing required parameter: Title"));
        await hub.BatchUpdateFindingsAsync(new BatchUpdateFindingsRequest
        {
            FindingIdentifiers = [new() { Id = Id(1), ProductArn = ProductArn }],
            Workflow = new WorkflowUpdate { Status = WorkflowStatus.SUPPRESSED },
        });
        var newer = Finding(1);
        newer["UpdatedAt"] = "2026-11-30T00:00:00.000Z";
        await hub.BatchImportFindingsAsync(new BatchImportFindingsRequest { Findings = [Of(newer)] });
        var finding = (await hub.GetFindingsAsync(new GetFindingsRequest())).Findings.Single();
        (finding.UpdatedAt, finding.Workflow!.Status).ShouldBe(("2026-11-30T00:00:00.000Z", WorkflowStatus.SUPPRESSED));
    }

    private static AwsSecurityFinding Of(JsonObject finding) => AwsSecurityFinding.Parse(finding.ToJsonString());
}
