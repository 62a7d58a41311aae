using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using SecurityHubBot.Sandbox.Workspace;
using static Microsoft.Playwright.Assertions;

namespace SecurityHubBot.BrowserTests;

/// <summary>The bot's Home tab as people use it, and what else stands beside cards: files, people who leave, mentions of groups.</summary>
public sealed class HomeTests(Chromium chromium) : SandboxTest(chromium)
{
    private const string Shop = "C0SHOPAWS1";

    private ILocator Home => Page.GetByTestId("home");

    [Fact]
    public async Task An_owner_takes_a_case_on_the_Home_tab_and_its_card_follows()
    {
        await Quiet();
        await OpenHome();
        await Expect(Home.Locator(".block-header").First).ToHaveTextAsync("あなたの案件");
        await Expect(Home.GetByText("セキュリティチーム")).ToHaveCountAsync(0);
        await Shot("home-owner");

        var accept = Button(Home, "case.accept").First;
        var number = await accept.GetAttributeAsync("data-value");
        await accept.ClickAsync();

        await Expect(Home.Locator($"[data-action-id='case.accept'][data-value='{number}']")).ToHaveCountAsync(0);
        await Expect(Home.Locator(".mention-me").First).ToBeVisibleAsync();
        await Shot("home-owner-accepted");
        Workspace.Seed.Channels.SelectMany(c => Workspace.Messages(c.Id)).ShouldContain(m => m.AllText.Contains($"{number} ", StringComparison.Ordinal) && m.AllText.Contains($"<@{Ito}>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_button_on_the_Home_tab_opens_its_modal_there()
    {
        await Quiet();
        await OpenHome();

        await Button(Home, "case.link_ticket").First.ClickAsync();

        await Expect(Page.GetByTestId("modal")).ToBeVisibleAsync();
        await Page.GetByTestId("modal").Locator("input").FillAsync("SHOP-128");
        await Page.GetByTestId("modal-submit").ClickAsync();
        await Expect(Page.GetByTestId("modal")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_Home_tab_speaks_English_to_some_and_shows_the_security_team_more()
    {
        await Quiet();
        await Become(Miller);
        await OpenHome();
        await Expect(Home.Locator(".block-header").First).ToHaveTextAsync("Your cases");
        await Shot("home-english");

        await Become(Tanaka);
        await Expect(Home.Locator(".block-header", new() { HasText = "セキュリティチーム" })).ToBeVisibleAsync();
        await Expect(Home.GetByText("アカウント表に登録されていないAWSアカウント")).ToBeVisibleAsync();
        await Home.Locator(".block-header", new() { HasText = "セキュリティチーム" }).ScrollIntoViewIfNeededAsync();
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Shot("home-team-dark");
    }

    [Fact]
    public async Task Every_kind_of_element_shows_on_a_Home_tab_in_light_and_dark()
    {
        await Become(AozoraHosting.Kobayashi);
        await OpenHome();
        await Call("views.publish", new JsonObject { ["user_id"] = AozoraHosting.Kobayashi, ["view"] = JsonNode.Parse(Elements) });

        await Expect(Home.Locator("textarea, .choices, .picker, .field-date, [data-action-id=more]")).ToHaveCountAsync(7);
        await Shot("elements");
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Shot("elements-dark");
    }

    [Fact]
    public async Task A_file_in_a_thread_is_shown_and_can_be_downloaded()
    {
        await Quiet();
        var card = Workspace.Messages(Shop)[^1];
        await Upload("open-cases.csv", Encoding.UTF8.GetBytes("number,title\nSHUB-1,x\n"), "未完了の案件", card.Ts);
        await Upload("trend.png", Convert.FromBase64String(Pixel), "推移", card.Ts);
        await Page.Locator($"[data-testid=message-list] [data-ts='{card.Ts}']").GetByTestId("thread-open").First.ClickAsync();

        var file = Page.GetByTestId("thread-messages").GetByTestId("file").First;
        await Expect(file).ToContainTextAsync("未完了の案件");
        await Expect(Page.Locator(".file-picture img")).ToBeVisibleAsync();
        await Shot("files");
        var download = await Page.RunAndWaitForDownloadAsync(() => file.ClickAsync());
        download.SuggestedFilename.ShouldBe("open-cases.csv");
        (await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken)).ShouldBe("number,title\nSHUB-1,x\n");
    }

    [Fact]
    public async Task Somebody_who_leaves_is_switched_off_and_cannot_be_looked_as_any_more()
    {
        await Page.GetByTestId("dev-toggle").ClickAsync();
        await Page.GetByTestId("people").ClickAsync();
        await Shot("people");
        await Page.GetByTestId($"deactivate-{Tanaka}").ClickAsync();

        await Page.GetByTestId("person-switch").ClickAsync();
        await Expect(Page.GetByTestId($"person-{Tanaka}")).ToBeDisabledAsync();
        (await Call("users.info", new JsonObject { ["user"] = Tanaka }))["user"]!["deleted"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task The_bot_and_the_groups_are_offered_to_be_mentioned()
    {
        await OpenChannel("shop-aws");
        var composer = Page.GetByTestId("composer");
        await composer.FillAsync("@shub-appr");
        await Expect(Page.GetByTestId("suggestion").First).ToContainTextAsync("shub-approvers");
        await composer.FillAsync("@SecurityHubBot @shub-approvers 確認をお願いします");
        await composer.PressAsync("Enter");

        // Cards may still be arriving below it.
        var said = Page.GetByTestId("message-list").Locator("article.message").Filter(new() { HasText = "確認をお願いします" });
        await Expect(said.Locator(".mention")).ToHaveTextAsync(["@SecurityHubBot", "@shub-approvers"]);
        Workspace.Messages(Shop).Single(m => m.AllText.Contains("確認をお願いします")).Pings.ShouldBe([AozoraHosting.Approvers, Workspace.Bot.UserId], ignoreOrder: true);
        await Workspace.WaitForCallAsync("event app_mention");
    }

    private async Task OpenHome()
    {
        await Page.GetByTestId("app-home").ClickAsync();
        await Expect(Home.Locator(".home-view")).ToBeVisibleAsync();
    }

    private async Task Upload(string name, byte[] bytes, string title, string thread)
    {
        var place = await Call("files.getUploadURLExternal", new JsonObject { ["filename"] = name, ["length"] = bytes.Length });
        using var http = new HttpClient();
        using var content = new ByteArrayContent(bytes);
        using var sent = await http.PostAsync(new Uri(place["upload_url"]!.GetValue<string>()), content, TestContext.Current.CancellationToken);
        sent.EnsureSuccessStatusCode();
        await Call("files.completeUploadExternal", new JsonObject
        {
            ["files"] = new JsonArray(new JsonObject { ["id"] = place["file_id"]!.GetValue<string>(), ["title"] = title }).ToJsonString(),
            ["channel_id"] = Shop,
            ["thread_ts"] = thread,
        });
    }

    /// <summary>As the bot.</summary>
    private async Task<JsonObject> Call(string method, JsonObject arguments)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Workspace.ApiUrl, method))
        {
            Content = new FormUrlEncodedContent(arguments.Select(a => KeyValuePair.Create(a.Key, a.Value is JsonValue value ? value.ToString() : a.Value!.ToJsonString()))),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Workspace.BotToken);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsObject();
        answer["ok"]!.GetValue<bool>().ShouldBeTrue(answer.ToJsonString());
        return answer;
    }

    private const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private const string Elements =
        """
        {"type":"home","blocks":[
          {"type":"header","text":{"type":"plain_text","text":"すべての要素"}},
          {"type":"input","block_id":"reason","label":{"type":"plain_text","text":"理由"},"element":{"type":"plain_text_input","action_id":"reason","multiline":true}},
          {"type":"input","block_id":"scope","label":{"type":"plain_text","text":"対象"},"element":{"type":"radio_buttons","action_id":"scope","options":[
            {"text":{"type":"plain_text","text":"すべてのリソース"},"value":"all","description":{"type":"plain_text","text":"いま失敗している 3 件"}},{"text":{"type":"plain_text","text":"選んだリソースだけ"},"value":"chosen"}]}},
          {"type":"input","block_id":"resources","label":{"type":"plain_text","text":"リソース"},"element":{"type":"multi_external_select","action_id":"resources","min_query_length":0}},
          {"type":"input","block_id":"until","label":{"type":"plain_text","text":"いつまで"},"element":{"type":"datepicker","action_id":"until","initial_date":"2027-01-31"}},
          {"type":"input","block_id":"checks","label":{"type":"plain_text","text":"確認"},"element":{"type":"checkboxes","action_id":"checks","options":[{"text":{"type":"mrkdwn","text":"*公開* してよいデータです"},"value":"a"}]}},
          {"type":"section","text":{"type":"mrkdwn","text":"その他の操作"},"accessory":{"type":"overflow","action_id":"more","options":[{"text":{"type":"plain_text","text":"A"},"value":"a"},{"text":{"type":"plain_text","text":"B"},"value":"b"}]}},
          {"type":"section","text":{"type":"mrkdwn","text":"複数選択"},"accessory":{"type":"multi_static_select","action_id":"many","options":[{"text":{"type":"plain_text","text":"production"},"value":"p"},{"text":{"type":"plain_text","text":"staging"},"value":"s"}],"initial_options":[{"text":{"type":"plain_text","text":"production"},"value":"p"}]}}]}
        """;
}
