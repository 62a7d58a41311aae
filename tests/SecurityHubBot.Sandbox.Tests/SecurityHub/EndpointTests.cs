using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.SecurityHub;

namespace SecurityHubBot.Sandbox.Tests.SecurityHub;

public sealed class EndpointTests
{
    [Fact]
    public async Task The_state_has_what_the_page_shows()
    {
        await using var bot = await StubBot.Start();
        await using var aws = await AwsCornerHost.Start(bot.Url, Organisation.Default);

        var state = await aws.State();

        Keys(state["accounts"]![0]!).ShouldBe(["account_id", "name", "environment", "region", "regions", "channel", "language"]);
        Keys(state["controls"]![0]!).ShouldBe(["control_id", "title", "title_ja", "severity"]);
        Keys(state["resources"]![0]!).ShouldBe(
            ["key", "account_id", "account_name", "region", "control_id", "resource_id", "resource_type", "status", "severity", "updated_at"]);
        Keys(state["samples"]![0]!).ShouldBe(["name", "notes"]);
        state["resources"]!.AsArray().Select(r => r!["status"]!.GetValue<string>()).Distinct().ShouldBe(["FAILED", "PASSED", "ARCHIVED"], ignoreOrder: true);
        state["flood"].ShouldBeNull();

        static IEnumerable<string> Keys(JsonNode node) => node.AsObject().Select(p => p.Key);
    }

    [Theory]
    [InlineData("/aws/fail", """{"region":"ap-northeast-1","control_id":"S3.8"}""", 400, "account_id is missing.")]
    [InlineData("/aws/fail", """{"account_id":"999999999999","region":"ap-northeast-1","control_id":"S3.8"}""", 400, "There is no account 999999999999")]
    [InlineData("/aws/fail", """{"account_id":"204518339071","region":"ap-northeast-1","control_id":"S3.999"}""", 400, "There is no control S3.999")]
    [InlineData("/aws/fail", """{"account_id":"204518339071","region":"eu-west-1","control_id":"S3.8"}""", 400, "does not use eu-west-1")]
    [InlineData("/aws/fail", """{"account_id":"204518339071","region":"ap-northeast-1","control_id":"S3.8","resource_type":"<b>"}""", 400, "resource_type must be")]
    [InlineData("/aws/fail", """{"account_id":17}""", 400, "account_id")]
    [InlineData("/aws/fail", "nonsense", 400, "not the JSON")]
    [InlineData("/aws/fail", "", 400, "not the JSON")]
    [InlineData("/aws/fail", "null", 400, "no JSON object")]
    [InlineData("/aws/fail", "[]", 400, "not the JSON")]
    [InlineData("/aws/fix", "{}", 400, "key is missing.")]
    [InlineData("/aws/fix", """{"key":"nothing"}""", 404, "no resource with the key nothing")]
    [InlineData("/aws/archive", """{"key":"nothing"}""", 404, "no resource with the key")]
    [InlineData("/aws/resend", """{"key":"nothing"}""", 404, "no resource with the key")]
    [InlineData("/aws/events", """{"json":"  "}""", 400, "json is missing")]
    [InlineData("/aws/flood", "{}", 400, "count must be between")]
    [InlineData("/aws/flood", """{"count":0}""", 400, "count must be between")]
    [InlineData("/aws/flood", """{"count":20001}""", 400, "count must be between")]
    [InlineData("/aws/flood", """{"count":1,"channels":"two"}""", 400, "channels must be")]
    [InlineData("/aws/flood", """{"count":1,"channels":"one","account_id":"1"}""", 400, "There is no account 1")]
    [InlineData("/aws/flood", """{"count":1,"account_id":"204518339071"}""", 400, "goes with channels")]
    [InlineData("/aws/losing", "{}", 400, "on is missing")]
    [InlineData("/aws/samples/nothing", "{}", 404, "There is no sample nothing")]
    [InlineData("/aws/samples/..%2Findex.csv", "{}", 404, "There is no sample")]
    public async Task Wrong_input_is_answered_with_a_sentence(string path, string body, int status, string sentence)
    {
        await using var bot = await StubBot.Start();
        await using var aws = await AwsCornerHost.Start(bot.Url);

        using var response = await aws.Http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!["error"]!.GetValue<string>().ShouldContain(sentence);
        bot.Received.ShouldBeEmpty();
        aws.Hub.Resources.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_done_to_a_finding_is_said()
    {
        await using var bot = await StubBot.Start();
        await using var aws = await AwsCornerHost.Start(bot.Url);
        var bucket = await aws.Fail(Known.ShopProd, Known.Tokyo, "S3.8");
        var threat = await aws.Fail(Known.ShopProd, Known.Tokyo, GuardDutyFinding.Type);
        await aws.Do("/aws/archive", new { key = bucket });

        Error(await aws.Post("/aws/archive", new { key = bucket })).ShouldContain("archived already");
        Error(await aws.Post("/aws/fix", new { key = bucket })).ShouldContain("its resource is gone");
        Error(await aws.Post("/aws/fix", new { key = threat })).ShouldContain("archive it instead");
        Error(await aws.Post("/aws/fail", new { account_id = Known.ShopProd, region = Known.Tokyo, control_id = "S3.8", resource_id = new string('x', 600) }))
            .ShouldContain("ASFF allows 512");

        static string Error((int Status, JsonObject Body) answer)
        {
            answer.Status.ShouldBe(400);
            return answer.Body["error"]!.GetValue<string>();
        }
    }

    [Theory]
    [InlineData("""{"detail-type":"anything"}""", 202)]
    [InlineData("not json at all", 400)]
    public async Task A_pasted_event_is_sent_as_it_is_and_the_answer_comes_back(string json, int status)
    {
        await using var bot = await StubBot.Start();
        await using var aws = await AwsCornerHost.Start(bot.Url);
        bot.Answer = _ => status;

        var answer = await aws.Do("/aws/events", new { json });

        answer["status"]!.GetValue<int>().ShouldBe(status);
        answer["body"]!.GetValue<string>().ShouldBe($"status {status}");
        bot.Received.Single().Body.ShouldBe(json);
    }

    [Fact]
    public async Task A_pasted_event_while_the_bot_is_away_is_an_error_with_its_address()
    {
        await using var aws = await AwsCornerHost.Start(new Uri("http://127.0.0.1:1"));

        var (status, body) = await aws.Post("/aws/events", new { json = "{}" });

        status.ShouldBe(424);
        body["error"]!.GetValue<string>().ShouldContain("http://127.0.0.1:1");
    }

    [Fact]
    public async Task Every_sample_can_be_seen_and_sent_as_an_event()
    {
        await using var bot = await StubBot.Start();
        await using var aws = await AwsCornerHost.Start(bot.Url);
        SampleLibrary.All.Count.ShouldBe(195);

        foreach (var sample in SampleLibrary.All)
        {
            var shown = await aws.Http.GetFromJsonAsync<JsonElement>($"/aws/samples/{sample.Name}", TestContext.Current.CancellationToken);
            shown.GetProperty("detail-type").GetString().ShouldNotBeNullOrEmpty();
            if (sample.Name.StartsWith("asff_", StringComparison.Ordinal))
            {
                // JsonElement tells Name from name, as one published finding's tags need; web defaults for JsonObject do not.
                var published = JsonElement.Parse(EmbeddedData.Text($"samples/{sample.Name}.json"));
                JsonElement.DeepEquals(shown.GetProperty("detail").GetProperty("findings")[0], published).ShouldBeTrue(sample.Name);
                shown.GetProperty("account").GetString().ShouldNotBeNullOrEmpty();
            }

            var sent = await aws.Do($"/aws/samples/{sample.Name}", new { });
            sent["status"]!.GetValue<int>().ShouldBe(202, sample.Name);
            JsonElement.DeepEquals(JsonElement.Parse(bot.Received[^1].Body).GetProperty("detail"), shown.GetProperty("detail")).ShouldBeTrue(sample.Name);
        }
    }

    [Fact]
    public async Task A_sample_is_found_with_and_without_its_ending()
    {
        await using var aws = await AwsCornerHost.Start(new Uri("http://127.0.0.1:1"));

        using var response = await aws.Http.GetAsync("/aws/samples/asff_consolidated_S3.8_FAILED.json", TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
