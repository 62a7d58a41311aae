using Amazon.SecurityHub;
using Amazon.SecurityHub.Model;
using SecurityHubBot.Sandbox;

namespace SecurityHubBot.Aws.Tests;

public sealed class SandboxTests
{
    [Fact]
    public async Task The_sandbox_s_findings_are_read_and_suppressed_over_the_same_API()
    {
        var folder = Directory.CreateTempSubdirectory("shub-aws-sandbox-").FullName;
        try
        {
            await using var sandbox = await SandboxApplication.Start(new SandboxOptions { Folder = folder, PagePort = 0, BotPort = 0 });
            var key = sandbox.Aws.Administrator;
            using var hub = new AmazonSecurityHubClient(
                new Amazon.Runtime.BasicAWSCredentials(key.AccessKeyId, key.SecretAccessKey),
                new AmazonSecurityHubConfig { ServiceURL = sandbox.Aws.Url.ToString(), AuthenticationRegion = sandbox.Aws.HomeRegion });
            var ids = new List<string?>();
            string? token = null;
            do
            {
                var page = await hub.GetFindingsAsync(new GetFindingsRequest { MaxResults = 40, NextToken = token });
                ids.AddRange(page.Findings.Select(f => f.Id));
                token = page.NextToken;
            }
            while (token is not null);

            ids.Count.ShouldBeGreaterThan(40);
            ids.ShouldBeUnique();
            var one = (await hub.GetFindingsAsync(new GetFindingsRequest { MaxResults = 1 })).Findings.Single();
            await hub.BatchUpdateFindingsAsync(new BatchUpdateFindingsRequest
            {
                FindingIdentifiers = [new() { Id = one.Id, ProductArn = one.ProductArn }],
                Workflow = new WorkflowUpdate { Status = WorkflowStatus.SUPPRESSED },
                Note = new NoteUpdate { Text = "n", UpdatedBy = "shub" },
            });
            var after = (await hub.GetFindingsAsync(new GetFindingsRequest { Filters = new() { Id = [new() { Comparison = "EQUALS", Value = one.Id }] } })).Findings.Single();
            (after.Workflow!.Status, after.UpdatedAt).ShouldBe((WorkflowStatus.SUPPRESSED, one.UpdatedAt));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
