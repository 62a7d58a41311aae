using System.Security.Cryptography;
using System.Text;
using SecurityHubBot.Bulletins;
using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Deadlines;
using SecurityHubBot.Domain;
using SecurityHubBot.Hosting;
using SecurityHubBot.Jobs;
using SecurityHubBot.Persistence;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Controls;

/// <summary>What differs, as the report says it.</summary>
/// <param name="Fingerprint">The same for the same differences.</param>
internal sealed record ControlDrift(string Fingerprint, PlanNumbers Numbers, IReadOnlyList<DriftedControl> Controls);

/// <summary>Tells the security channel once a day what is not as it was wanted, and not in the same words every day.</summary>
internal sealed partial class DriftJob(Database database, OrganisationOptions organisation, SlackSettings settings, Wake wake, TimeProvider time, ILogger<DriftJob> logger, IServiceProvider services)
    : IReportingJob
{
    // What nobody sees to for so long is said again.
    private static readonly TimeSpan SaidAgainAfter = TimeSpan.FromDays(7);

    public async Task<JobReport> Report(CancellationToken cancellationToken)
    {
        if (services.GetService<SharedPlanner>() is not { } planner)
        {
            return JobReport.Nothing;
        }

        var plan = await planner.Make(cancellationToken);
        var now = time.GetUtcNow();
        if (plan.IsEmpty)
        {
            await database.Write(session => End(session, plan, now), cancellationToken);
        }
        else if (await database.Write(session => Want(session, Drift(plan), now), cancellationToken))
        {
            wake.Bulletins.Set();
            Log.Wanted(logger, plan.Size);
        }

        return new JobReport(new JobFact("controls_differ", plan.Size + plan.Policies.Sum(p => p.Size)), new JobFact("controls_pending", plan.Pending.Count));
    }

    private async Task<bool> Want(DbSession session, ControlDrift drift, DateTimeOffset now)
    {
        var last = await DriftContent.Latest(session);
        var isSaid = Said(last) is { } said && said.Fingerprint == drift.Fingerprint && now - Micros.ToTime(last!.CreatedAt) < SaidAgainAfter;
        return !isSaid && await BulletinStore.Want(session, Next(last, now), ControlJson.Write(drift), now);
    }

    /// <summary>What was said is over: a bulletin without words keeps that, so that the same is said again when it comes back.</summary>
    private async Task End(DbSession session, ControlPlan plan, DateTimeOffset now)
    {
        var last = await DriftContent.Latest(session);
        if (Said(last) is { } said && SeesAsMuch(plan, said))
        {
            await BulletinStore.Want(session, Next(last, now), payload: null, now);
        }
    }

    private static ControlDrift? Said(BulletinRow? last) => last?.Payload is { } payload ? ControlJson.Read<ControlDrift>(payload) : null;

    /// <summary>What cannot be read any more, since it was said, may differ as before.</summary>
    private static bool SeesAsMuch(ControlPlan plan, ControlDrift said)
    {
        var then = said.Numbers.Troubles.ToDictionary(t => t.Kind, t => t.Count);
        return plan.Numbers().Troubles.All(t => t.Count <= then.GetValueOrDefault(t.Kind));
    }

    /// <summary>Of several runs that have seen the same last one, one is the next; a day may have more than one.</summary>
    private BulletinKey Next(BulletinRow? last, DateTimeOffset now)
    {
        var day = $"{organisation.DateAt(now):yyyy-MM-dd}";
        return new BulletinKey(DriftContent.TheKind, settings.SecurityChannel, last is null ? day : $"{day} after {last.Id}");
    }

    private static ControlDrift Drift(ControlPlan plan)
    {
        var switches = plan.Regions.SelectMany(r => r.Switches.Select(s => (r.Account, r.Region, s))).ToList();
        var lines = switches.Select(x => $"{x.Account} {x.Region} {x.s.Standard} {x.s.Control} {x.s.On}").Concat(plan.Policies.Select(p => ControlJson.Write(p))).Order(StringComparer.Ordinal);
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
        return new ControlDrift(fingerprint, plan.Numbers(), plan.Controls());
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 7340, Level = LogLevel.Information, Message = "{Count} controls are not as they should be; the security channel is told")]
        public static partial void Wanted(ILogger logger, int count);
    }
}

internal sealed class DriftContent(Database database, DueDates dueDates, OrganisationOptions organisation) : IBulletinContent
{
    public const string TheKind = "control-drift";

    private const string Last = "select id, period, payload, created_at from bulletins where kind = @kind order by id desc limit 1";
    private const int MostLines = 20;

    public string Kind => TheKind;

    public DateTimeOffset? WaitUntil(BulletinRow row, DateTimeOffset now) => row.Payload is null ? null : dueDates.Quiet.NextTime(now);

    /// <summary>Only what was found last: while a report waited for the morning, the controls may have been put right, or others changed.</summary>
    public async Task<Bulletin?> Render(BulletinRow row, CancellationToken cancellationToken) =>
        row.Payload is { } payload && (await database.Read(Latest, cancellationToken))?.Id == row.Id
            ? Bulletin.Of(organisation.DefaultLanguage, Render(ControlJson.Read<ControlDrift>(payload), organisation.DefaultLanguage))
            : null;

    public static Task<BulletinRow?> Latest(DbSession session) => session.SingleOrDefault<BulletinRow>(Last, new { kind = TheKind });

    public static string Line(DriftedControl control, Language language) =>
        ControlWords.Say(language, control.On ? "Drift.On" : "Drift.Off", SlackText.Escape(control.Control), ControlWords.Number(control.Accounts), ControlWords.Number(control.Places));

    internal static RenderedMessage Render(ControlDrift drift, Language language)
    {
        var title = ControlWords.Say(language, "Drift.Title");
        var lines = drift.Controls.Take(MostLines)
            .Select(c => Line(c, language))
            .Concat(drift.Controls.Count > MostLines ? [ControlWords.Say(language, "More", ControlWords.Number(drift.Controls.Count - MostLines))] : [])
            .Concat(drift.Numbers.Policies.Where(p => p.Size > 0).Select(p => ControlWords.Say(language, "Drift.Policy", SlackText.Untrusted(OneLine.Of(p.Name)), ControlWords.Number(p.Size))));
        List<Block> blocks = [new HeaderBlock { Text = title }, CardText.Section(string.Join('\n', lines))];
        if (drift.Numbers.Pending.Count > 0)
        {
            blocks.Add(CardText.Section(ControlWords.Say(language, "Plan.Pending", string.Join(", ", drift.Numbers.Pending.Take(MostLines)))));
        }

        var troubles = drift.Numbers.Troubles.Select(t => PlanView.Trouble(t, language)).ToList();
        if (troubles.Count > 0)
        {
            blocks.Add(CardText.Section(string.Join('\n', troubles)));
        }

        return new RenderedMessage(title, [.. blocks, CardText.Context(ControlWords.Say(language, "Drift.Hint"))]);
    }
}
