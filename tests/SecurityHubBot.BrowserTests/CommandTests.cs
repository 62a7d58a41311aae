using static Microsoft.Playwright.Assertions;

namespace SecurityHubBot.BrowserTests;

public sealed class CommandTests(Chromium chromium) : SandboxTest(chromium)
{
    [Fact]
    public async Task What_a_command_answers_is_paged_and_only_for_whoever_asked()
    {
        await Quiet();
        await Type("/shub help");
        await Expect(Answer).ToContainTextAsync("/shub でできること");
        await Expect(Answer).ToContainTextAsync("あなただけに表示されています");
        await Type("/shub list");
        await Expect(Answer).ToContainTextAsync("案件 7件");
        await Shot("list");
        await Type("/shub show 1");
        await Expect(Answer).ToContainTextAsync("SHUB-1 ");
        await Shot("show");
        await Type("/shub lst");
        await Expect(Answer).ToContainTextAsync("/shub list のことですか？");

        await OpenChannel("general");
        await Type("/shub list");
        await Expect(Answer).ToContainTextAsync("1 / ");
        var first = await Answer.InnerTextAsync();
        await Answer.GetByText("次へ").ClickAsync();
        await Expect(Answer).ToContainTextAsync("2 / ");
        (await Answer.InnerTextAsync()).ShouldNotBe(first);
        await Expect(Page.GetByTestId("ephemeral")).ToHaveCountAsync(1);
        await Answer.GetByText("前へ").ClickAsync();
        await Expect(Answer).ToContainTextAsync("1 / ");

        await Become(Tanaka);
        await Expect(Page.GetByTestId("ephemeral")).ToHaveCountAsync(0);
        Workspace.Messages("general").ShouldBeEmpty();
    }
}
