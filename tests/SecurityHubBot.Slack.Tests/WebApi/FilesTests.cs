using System.Text;
using Microsoft.AspNetCore.Http;
using SecurityHubBot.Slack.Tests.Support;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Slack.Tests.WebApi;

public sealed class FilesTests : IAsyncLifetime
{
    private static readonly FileUpload Report = new("cases.csv", Encoding.UTF8.GetBytes("案件\n")) { Title = "未完了の案件" };

    private SlackClientDriver _driver = null!;

    public async ValueTask InitializeAsync()
    {
        _driver = await SlackClientDriver.Start();
        _driver.Api.Answer = Takes;
    }

    public ValueTask DisposeAsync() => _driver.DisposeAsync();

    [Fact]
    public async Task A_file_is_announced_uploaded_and_shared()
    {
        var file = await _driver.Slack.Files.Upload(Report, "C1", SlackTimestamp.Parse("1700000000.000100"), "今日の分です");

        (file.Id, file.Title).ShouldBe(("F1", "未完了の案件"));
        _driver.Api.Requests.Select(r => r.Method).ShouldBe(["files.getUploadURLExternal", "upload", "files.completeUploadExternal"]);
        _driver.Api.Requests[0].Body.ShouldBe("filename=cases.csv&length=7");
        _driver.Api.Requests[1].Body.ShouldBe("案件\n");
        _driver.Api.Requests[2].Body.ShouldBe(
            """{"files":[{"id":"F1","title":"未完了の案件"}],"channel_id":"C1","thread_ts":"1700000000.000100","initial_comment":"今日の分です"}""");
    }

    [Fact]
    public async Task The_bytes_go_without_our_token()
    {
        await _driver.Slack.Files.Upload(Report);

        _driver.Api.Requests.Select(r => r.Authorization).ShouldBe(["Bearer xoxb-test", null, "Bearer xoxb-test"]);
        _driver.Api.Requests[2].Body.ShouldBe("""{"files":[{"id":"F1","title":"未完了の案件"}]}""");
    }

    [Fact]
    public async Task A_failed_upload_of_the_bytes_is_repeated()
    {
        var failures = 2;
        _driver.Api.Answer = (request, http) =>
        {
            if (request.Method != "upload" || failures-- <= 0)
                return Takes(request, http);

            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return Task.CompletedTask;
        };

        await _driver.Clock.Running(_driver.Slack.Files.Upload(Report, "C1"));

        _driver.Api.Requests.Count(r => r.Method == "upload").ShouldBe(3);
        _driver.Api.Requests.Count(r => r.Method == "files.completeUploadExternal").ShouldBe(1);
    }

    [Fact]
    public async Task An_uncertain_share_is_reported_so_and_never_repeated()
    {
        _driver.Api.Answer = (request, http) =>
        {
            if (request.Method != "files.completeUploadExternal")
                return Takes(request, http);

            http.Response.StatusCode = StatusCodes.Status502BadGateway;
            return Task.CompletedTask;
        };

        var uncertain = await Should.ThrowAsync<SlackUncertainException>(_driver.Clock.Running(_driver.Slack.Files.Upload(Report, "C1")));

        uncertain.MayHaveBeenDone.ShouldBeTrue();
        _driver.Api.Requests.Count(r => r.Method == "files.completeUploadExternal").ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_share_carries_slacks_code()
    {
        _driver.Api.Answer = (request, http) => request.Method == "files.completeUploadExternal"
            ? LoopbackSlackApi.Ok(http, """{"ok":false,"error":"not_in_channel"}""")
            : Takes(request, http);

        (await Should.ThrowAsync<SlackException>(_driver.Slack.Files.Upload(Report, "C1"))).ErrorCode.ShouldBe("not_in_channel");
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("nowhere")]
    [InlineData("")]
    public async Task An_address_that_is_none_is_never_used(string address)
    {
        _driver.Api.Answer = (_, http) => LoopbackSlackApi.Ok(http, $$"""{"ok":true,"upload_url":"{{address}}","file_id":"F1"}""");

        await Should.ThrowAsync<SlackUncertainException>(_driver.Clock.Running(_driver.Slack.Files.Upload(Report)));

        _driver.Api.Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_empty_file_is_refused_before_Slack_is_asked()
    {
        await Should.ThrowAsync<ArgumentException>(_driver.Slack.Files.Upload(new FileUpload("empty.csv", ReadOnlyMemory<byte>.Empty), "C1"));

        _driver.Api.Requests.ShouldBeEmpty();
    }

    private Task Takes(ApiRequest request, HttpContext http) => request.Method switch
    {
        "files.getUploadURLExternal" => LoopbackSlackApi.Ok(http, $$"""{"ok":true,"upload_url":"{{new Uri(_driver.Api.Url, "upload")}}","file_id":"F1"}"""),
        "upload" => http.Response.WriteAsync("OK - 7"),
        _ => LoopbackSlackApi.Ok(http, """{"ok":true,"files":[{"id":"F1","title":"未完了の案件"}]}"""),
    };
}
