using System.Globalization;
using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace;

namespace SecurityHubBot.Tests.Integration;

/// <summary>People who ask for exceptions, decide about them and take them back, without ever having looked whether that still makes sense.</summary>
internal sealed class SimulatedExceptions(SlackWorkspace slack, TimeProvider time, Random random)
{
    public const string Channel = "security-approvals";
    public const string Approvers = $"{AozoraHosting.Tanaka},{AozoraHosting.Nakamura}";

    /// <summary>Days for which somebody asks at most.</summary>
    public const int Longest = 4;

    private static readonly string[] Requesters = [AozoraHosting.Ito, AozoraHosting.Sato];
    private static readonly string[] Deciders = [AozoraHosting.Tanaka, AozoraHosting.Nakamura];
    private static readonly string[] Scopes = ["all", "chosen", "all_and_future"];

    // Some clicks open nothing: the case is fixed, the request decided.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task Ask(string channel, WorkspaceMessage card)
    {
        var person = Pick(Requesters);
        if (await Open(person, () => slack.ClickAsync(person, channel, card.Ts, "case.request_exception")))
        {
            var scope = Pick(Scopes);
            var form = new Dictionary<string, string> { ["reason"] = "移行が終わるまでの公開です。", ["scope"] = scope, ["until"] = Day(random.Next(Longest + 1)) };
            if (scope != "chosen" || await Choose(person, form))
            {
                await slack.SubmitAsync(person, form);
            }

            await Close(person);
        }
    }

    public async Task Decide()
    {
        var waiting = slack.Messages(Channel).Where(m => m.ActionIds.Contains("exception.review")).ToList();
        var person = Pick(Deciders);
        if (waiting.Count > 0 && await Open(person, () => slack.ClickAsync(person, Channel, waiting[random.Next(waiting.Count)].Ts, "exception.review")))
        {
            await slack.SubmitAsync(person, new Dictionary<string, string> { ["decision"] = random.Next(4) == 0 ? "reject" : "approve", ["comment"] = "確認しました。" });
            await Close(person);
        }
    }

    public async Task TakeBack(string channel, WorkspaceMessage card)
    {
        var lines = slack.Thread(channel, card.Ts).Where(m => m.ActionIds.Contains("exception.withdraw")).ToList();
        if (lines.Count > 0)
        {
            await slack.ClickAsync(Pick(Requesters), channel, lines[random.Next(lines.Count)].Ts, "exception.withdraw");
        }
    }

    private async Task<bool> Choose(string person, Dictionary<string, string> form)
    {
        await slack.ClickInViewAsync(person, "scope", "chosen");
        if (!await Came(person, view => Resources(view) is not null) || Resources(slack.OpenView(person)!) is not { Count: > 0 } options)
        {
            return false;
        }

        form["resources"] = string.Join(',', options.Where(_ => random.Next(2) == 0).DefaultIfEmpty(options[0]).Select(o => o!["value"]!.GetValue<string>()));
        return true;
    }

    private static JsonArray? Resources(JsonObject view) =>
        view["blocks"]!.AsArray().SingleOrDefault(b => b!["block_id"]?.GetValue<string>() == "resources")?["element"]?["options"]?.AsArray();

    private async Task<bool> Open(string person, Func<Task> click)
    {
        await Close(person);
        await click();
        return await Came(person, _ => true);
    }

    private async Task<bool> Came(string person, Func<JsonObject, bool> which)
    {
        try
        {
            await slack.WaitForViewAsync(person, which, Patience);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task Close(string person)
    {
        if (slack.OpenView(person) is not null)
        {
            await slack.CloseViewAsync(person, all: true);
        }
    }

    private string Day(int days) =>
        DateOnly.FromDateTime(time.GetUtcNow().ToOffset(TimeSpan.FromHours(9)).DateTime).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];
}
