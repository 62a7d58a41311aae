using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecurityHubBot.Cases;
using SecurityHubBot.Domain;
using SecurityHubBot.Sandbox.Workspace;

namespace SecurityHubBot.Tests.Integration.Year;

/// <summary>Owners who take cases, ask for exceptions and put reminders off, and approvers who decide, or do not.</summary>
internal sealed class YearsPeople(SlackWorkspace slack, YearsEstate estate)
{
    public const string Approvers = $"{AozoraHosting.Tanaka},{AozoraHosting.Nakamura}";
    public const string ApprovalChannel = "security-approvals";

    private const int Patience = 60;
    private const int MostPresses = 12;

    /// <summary>In an order that does not depend on the numbers.</summary>
    private const string OpenCases =
        """
        select c.number, c.state, m.channel, m.ts, c.reminded_on, c.snoozed_until,
            (select count(*) from exceptions e where e.case_number = c.number and e.state in ('requested', 'approved')) as live
        from cases c join case_messages m on m.case_number = c.number and m.slot = 'card'
        where c.state in ('open', 'accepted') and m.ts is not null
        order by c.account_id, c.region, c.control_key
        """;

    private const string Requests =
        """
        select e.id, m.channel, m.ts from exceptions e
        join case_messages m on m.case_number = e.case_number and m.slot = 'approval:' || e.id
        join cases c on c.number = e.case_number
        where e.state = 'requested' and e.requested_until >= @day and c.state in ('open', 'accepted') and m.ts is not null
        order by c.account_id, c.region, c.control_key, e.requested_at
        """;

    private static readonly string[] Deciders = [AozoraHosting.Tanaka, AozoraHosting.Nakamura];

    public async Task Act(TestBot bot, DateOnly day)
    {
        var random = estate.RandomOf(day, purpose: 2);
        foreach (var one in await Read<OpenCase>(bot, OpenCases, day))
        {
            var (chance, days) = (random.Next(24), random.Next(3, 50));
            switch (chance)
            {
                case 0 when one.State == "open":
                    await Accept(bot, one);
                    break;
                case 1 or 2 when one.Live == 0:
                    await Ask(bot, one, day.AddDays(days));
                    break;
                case 3 or 4 when one is { State: "open", RemindedOn: not null, SnoozedUntil: null }:
                    await Snooze(bot, one, 1 + (days % 3));
                    break;
            }
        }

        foreach (var request in await Read<Request>(bot, Requests, day))
        {
            var (chance, decider) = (random.Next(8), Deciders[random.Next(Deciders.Length)]);
            if (chance < 3)
            {
                await Decide(bot, request, decider, chance == 0 ? "reject" : "approve");
            }
        }
    }

    private async Task Accept(TestBot bot, OpenCase one)
    {
        await slack.ClickAsync(AozoraHosting.Sato, one.Channel, one.Ts, "case.accept");
        await Until(bot, $"cases where number = {one.Number} and state = 'accepted'");
    }

    private async Task Ask(TestBot bot, OpenCase one, DateOnly until)
    {
        var before = await bot.Count($"exceptions where case_number = {one.Number}");
        await Open(AozoraHosting.Ito, "reason", () => slack.ClickAsync(AozoraHosting.Ito, one.Channel, one.Ts, "case.request_exception"));
        var answer = await slack.SubmitAsync(AozoraHosting.Ito, new Dictionary<string, string>
        {
            ["reason"] = "移行が終わるまでの設定です。",
            ["scope"] = "all",
            ["until"] = until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        });
        ShouldBeTaken(answer);
        await Until(bot, $"exceptions where case_number = {one.Number}", before + 1);
        await Close(AozoraHosting.Ito);
    }

    private async Task Decide(TestBot bot, Request request, string decider, string decision)
    {
        await Open(decider, "decision", () => slack.ClickAsync(decider, request.Channel, request.Ts, "exception.review"));
        var answer = await slack.SubmitAsync(decider, new Dictionary<string, string> { ["decision"] = decision, ["comment"] = "確認しました。" });
        ShouldBeTaken(answer);
        await Until(bot, $"exceptions where id = {request.Id} and state <> 'requested'");
        await Close(decider);
    }

    private static async Task Snooze(TestBot bot, OpenCase one, int days)
    {
        await using var scope = bot.Service<IServiceScopeFactory>().CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ICaseActions>().Snooze(new CaseNumber(one.Number), AozoraHosting.Ito, days, CancellationToken.None);
    }

    /// <summary>
    /// Until the form itself is there: a modal opens at once and is filled when what it shows has been looked up. Who gets none presses
    /// again: Slack's three seconds for opening one pass very soon on this clock.
    /// </summary>
    private async Task Open(string person, string input, Func<Task> click)
    {
        for (var pressed = 1; ; pressed++)
        {
            await Close(person);
            await click();
            try
            {
                await slack.WaitForViewAsync(person, view => view["blocks"]!.AsArray().Any(b => (string?)b!["block_id"] == input), TimeSpan.FromSeconds(5));
                return;
            }
            catch (TimeoutException) when (pressed < MostPresses)
            {
            }
        }
    }

    private static void ShouldBeTaken(JsonObject answer) => answer["response_action"]?.GetValue<string>().ShouldNotBe("errors", answer.ToJsonString());

    private async Task Close(string person)
    {
        if (slack.OpenView(person) is not null)
        {
            await slack.CloseViewAsync(person, all: true);
        }
    }

    private static Task Until(TestBot bot, string from, long count = 1) =>
        bot.WaitUntil(async () => await bot.Count(from) == count, TimeSpan.FromSeconds(Patience));

    private static Task<IReadOnlyList<T>> Read<T>(TestBot bot, string sql, DateOnly day) =>
        bot.Database.Read(session => session.Query<T>(sql, new { day = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) }), CancellationToken.None);

    private sealed class OpenCase
    {
        public long Number { get; init; }

        public string State { get; init; } = "";

        public string Channel { get; init; } = "";

        public string Ts { get; init; } = "";

        public string? RemindedOn { get; init; }

        public string? SnoozedUntil { get; init; }

        public long Live { get; init; }
    }

    private sealed class Request
    {
        public long Id { get; init; }

        public string Channel { get; init; } = "";

        public string Ts { get; init; } = "";
    }
}
