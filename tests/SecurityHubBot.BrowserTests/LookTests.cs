using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SecurityHubBot.BrowserTests;

/// <summary>The page in every size, colour and language; with SHUB_SCREENSHOTS set it leaves the README's pictures.</summary>
public sealed class LookTests(Chromium chromium) : SandboxTest(chromium)
{
    // What sticks out of the window or out of its own box, and buttons that lie on each other.
    private const string Faults =
        """
        () => {
          const seen = (n) => n.checkVisibility() && n.getBoundingClientRect().width > 0;
          const name = (n) => `${n.tagName}.${n.className} '${n.textContent.slice(0, 40)}'`;
          const faults = [];
          if (document.documentElement.scrollWidth > innerWidth) faults.push('the page is wider than the window');
          for (const n of document.querySelectorAll('#topbar *, .channel-head *, .pane-head *, .aws-head *, .tabs, .button, .field, .welcome *')) {
            const box = n.getBoundingClientRect();
            if (seen(n) && (box.right > innerWidth + 1 || box.left < -1)) faults.push(`outside: ${name(n)}`);
          }
          for (const n of document.querySelectorAll('.button, .tab, .top-button, .filter-chip, .status, .severity')) {
            if (seen(n) && n.scrollWidth > n.clientWidth + 1) faults.push(`cut off: ${name(n)}`);
          }
          for (const list of document.querySelectorAll('.message-scroll, .aws-body')) {
            if (seen(list) && list.scrollWidth > list.clientWidth + 1) faults.push(`scrolls sideways: ${name(list)}`);
          }
          for (const row of document.querySelectorAll('#topbar, .channel-head, .pane-head, .block-actions, .resource-foot, .resource-top, .top-buttons')) {
            const boxes = [...row.children].filter(seen).map((n) => [n, n.getBoundingClientRect()]);
            for (const [i, [a, x]] of boxes.entries()) for (const [b, y] of boxes.slice(i + 1)) {
              if (x.left < y.right - 1 && y.left < x.right - 1 && x.top < y.bottom - 1 && y.top < x.bottom - 1) faults.push(`overlap: ${name(a)} and ${name(b)}`);
            }
          }
          return faults;
        }
        """;

    [Fact]
    public async Task Nothing_is_cut_off_or_lies_on_something_else_in_any_size_colour_or_language()
    {
        await Quiet();
        await SomeWorkDone();
        foreach (var (width, height) in new[] { (1440, 900), (1100, 700) })
        {
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await Look(width, height, scheme, Ito, "C0SHOPAWS1");
                await Look(width, height, scheme, Miller, "C0GAMEAWS1");
            }
        }
    }

    private async Task Look(int width, int height, ColorScheme scheme, string person, string channel)
    {
        Page = await Open(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme }, $"?user={person}#/{channel}");
        await Expect(Page.Locator("article.message").Last).ToBeVisibleAsync();
        var name = $"{width}-{scheme}-{person}".ToLowerInvariant();
        await Check($"{name}-welcome");
        await Page.GetByTestId("welcome-close").ClickAsync();
        var end = await Page.GetByTestId("message-list").EvaluateAsync<double>("n => n.scrollHeight - n.scrollTop - n.clientHeight");
        end.ShouldBeLessThan(2, "A channel opens at its end.");
        await Page.GetByTestId("thread-open").Filter(new() { Visible = true }).Last.ClickAsync();
        await Expect(Page.GetByTestId("thread-messages").Locator("article")).Not.ToHaveCountAsync(0);
        await Check($"{name}-thread");
        foreach (var tab in new[] { "failure", "events", "flood", "resources" })
        {
            await Aws(tab);
            await Check($"{name}-{tab}");
        }
    }

    private async Task Check(string name)
    {
        await Page.Mouse.MoveAsync(0, 0);
        await Shot(name);
        (await Page.EvaluateAsync<string[]>(Faults)).ShouldBeEmpty(name);
    }

    /// <summary>The last card of the shop's channel is accepted and has its ticket, the one before is fixed in the AWS corner.</summary>
    private async Task SomeWorkDone()
    {
        await Page.GetByTestId("welcome-close").ClickAsync();
        var corner = await Aws();
        var cards = Workspace.Messages("shop-aws");
        await Workspace.ClickAsync(Ito, "shop-aws", cards[^1].Ts, "case.accept");
        await Workspace.ClickAsync(Ito, "shop-aws", cards[^1].Ts, "case.link_ticket");
        await Workspace.SubmitAsync(Ito, new Dictionary<string, string> { ["ticket"] = "SHOP-128" });
        await Workspace.ClickAsync(Ito, "shop-aws", cards[^2].Ts, "case.accept");
        await Workspace.ClickAsync(Miller, "global-aws", Workspace.Messages("global-aws")[^1].Ts, "case.accept");
        await Quiet();
        await FixCase(corner, cards[^2].AllText);
        await Expect(Page.Locator($"[data-testid=message-list] [data-ts='{cards[^2].Ts}']")).ToContainTextAsync("是正を確認しました");
        await Quiet();
        await corner.Locator(".aws-body").EvaluateAsync("n => n.scrollTo(0, 0)");
        await Page.Mouse.MoveAsync(0, 0);
        await Shot("sandbox");
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Shot("sandbox-dark");
    }

    private static async Task FixCase(ILocator corner, string card)
    {
        var control = Regex.Match(card, @"\(([A-Za-z0-9]+\.\d+)\)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;
        var account = Regex.Match(card, @"([a-z-]+) \(\d{12}\)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;
        await corner.GetByTestId("aws-search").FillAsync(control);
        var rows = corner.Locator($"[data-testid=aws-resource][data-control='{control}'][data-status=FAILED]").Filter(new() { HasText = $"{account} ·" });
        for (var left = await rows.CountAsync(); left > 0; left--)
        {
            await rows.First.GetByTestId("aws-fix").ClickAsync();
            await Expect(rows).ToHaveCountAsync(left - 1);
        }
    }
}
