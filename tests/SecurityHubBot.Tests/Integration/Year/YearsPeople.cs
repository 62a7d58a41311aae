using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SecurityHubBot.Cases;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Exceptions;
using SecurityHubBot.Persistence;
using SecurityHubBot.Sandbox.Workspace;

namespace SecurityHubBot.Tests.Integration.Year;

/// <summary>
/// Owners who take cases, ask for exceptions and put reminders off, and approvers who decide, or do not. They act where buttons and modals
/// end: Slack's three seconds for opening a modal are no time at all on a clock that runs so fast, and other tests press the buttons.
/// </summary>
internal sealed class YearsPeople(YearsEstate estate)
{
    public const string Approvers = $"{AozoraHosting.Tanaka},{AozoraHosting.Nakamura}";
    public const string ApprovalChannel = "security-approvals";

    /// <summary>In an order that does not depend on the numbers.</summary>
    private const string OpenCases =
        """
        select c.number, c.state, c.reminded_on, c.snoozed_until,
            (select count(*) from exceptions e where e.case_number = c.number and e.state in ('requested', 'approved')) as live
        from cases c join case_messages m on m.case_number = c.number and m.slot = 'card'
        where c.state in ('open', 'accepted') and m.ts is not null
        order by c.account_id, c.region, c.control_key
        """;

    // Nobody decides on the day of the request: whether its message stands there yet depends on how fast the machine is.
    private const string Requests =
        """
        select e.id from exceptions e
        join case_messages m on m.case_number = e.case_number and m.slot = 'approval:' || e.id
        join cases c on c.number = e.case_number
        where e.state = 'requested' and e.requested_at < @morning and e.requested_until >= @day and c.state in ('open', 'accepted') and m.ts is not null
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
                await Decide(bot, request, decider, approve: chance != 0);
            }
        }
    }

    private static async Task Accept(TestBot bot, OpenCase one)
    {
        await using var scope = bot.Service<IServiceScopeFactory>().CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<ICaseActions>().Accept(new CaseNumber(one.Number), AozoraHosting.Sato, insteadOf: null, CancellationToken.None))
            .ShouldBeOfType<AcceptResult.Done>();
    }

    private static async Task Ask(TestBot bot, OpenCase one, DateOnly until)
    {
        var form = new ExceptionForm("移行が終わるまでの設定です。", ExceptionScope.All, [], until, Evidence: null);
        (await bot.Service<ExceptionActions>().Request(new CaseNumber(one.Number), form, AozoraHosting.Ito, CancellationToken.None)).ShouldBeOfType<RequestResult.Done>();
    }

    private static async Task Decide(TestBot bot, Request request, string decider, bool approve)
    {
        var form = new DecisionForm(approve, Until: null, "確認しました。");
        (await bot.Service<ExceptionActions>().Decide(new ExceptionId(request.Id), form, decider, CancellationToken.None)).ShouldBeOfType<DecisionResult.Done>();
    }

    private static async Task Snooze(TestBot bot, OpenCase one, int days)
    {
        await using var scope = bot.Service<IServiceScopeFactory>().CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ICaseActions>().Snooze(new CaseNumber(one.Number), AozoraHosting.Ito, days, CancellationToken.None);
    }

    private static Task<IReadOnlyList<T>> Read<T>(TestBot bot, string sql, DateOnly day) =>
        bot.Database.Read(session => session.Query<T>(sql, new
        {
            day = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            morning = Micros.From(SimulatedYear.At(day, TimeOnly.MinValue)),
        }), CancellationToken.None);

    private sealed class OpenCase
    {
        public long Number { get; init; }

        public string State { get; init; } = "";

        public string? RemindedOn { get; init; }

        public string? SnoozedUntil { get; init; }

        public long Live { get; init; }
    }

    private sealed class Request
    {
        public long Id { get; init; }
    }
}
