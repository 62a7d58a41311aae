using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Directories;
using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Policies;
using SecurityHubBot.Domain.Roles;
using SecurityHubBot.Domain.Tables;
using SecurityHubBot.Roles;
using SecurityHubBot.Tests.Cases;

namespace SecurityHubBot.Tests.Commands;

/// <summary>What <c>/shub policy</c> and <c>/shub account</c> answer, and what becomes of a preview.</summary>
internal static class DirectoryPayloads
{
    private static readonly AccountId Shop = AccountId.Parse("123456789012");
    private static readonly ControlId S38 = ControlId.Parse("S3.8");
    private static readonly StandardId Cis = StandardId.Parse("cis-aws-foundations-benchmark/v/1.4.0");
    private static readonly DateTimeOffset Then = new(2026, 11, 20, 1, 2, 3, TimeSpan.Zero);
    private static readonly ChangeEffect Much = new(1234, 14, 3, 2, 210, 1, 5);
    private static readonly CardLink Card = new("C0SHOP001", "1700000000.000100");

    public static IEnumerable<(string Name, RenderedMessage Message)> Plain(CommandContext context) =>
        PolicyShows(context).Concat(AccountShows(context)).Concat(Previews(context)).Concat(Ends(context)).Concat(Refusals(context));

    public static IEnumerable<(string Name, RenderedMessage Message)> Hostile(CommandContext context, string endless)
    {
        var note = endless[..PolicyRowParser.MaxNoteLength];
        var overrides = Enumerable.Range(0, 30).ToDictionary(i => $"{i:000000000000}", _ => "disable");
        var policy = new PolicyEdit(Cis, S38, new Dictionary<string, string>(overrides) { ["note"] = note });
        yield return ("hostile policy preview", Preview(policy, null, context));
        yield return ("hostile policy row", PolicyShowView.Render(Show(context) with { Rows = [.. Enumerable.Repeat(Stamped(After(policy, null)!), 30)] }, context));
        yield return ("hostile unknown control", PolicyShowView.Render(
            Show(context) with { Entry = null, Control = ControlId.Parse(new string('x', 64)), Near = ["S3.1", "S3.2", "S3.3"] }, context));
        var account = new AccountEdit(Shop, new Dictionary<string, string>
        {
            ["name"] = endless[..100],
            ["environment"] = "production",
            ["ticket_project"] = endless[..140],
            ["owners"] = string.Join(';', Enumerable.Range(0, 20).Select(i => $"U0OWNER{i:000}")),
        });
        yield return ("hostile account preview", Preview(account, null, context));
        yield return ("hostile account row", AccountShowView.Render(
            new AccountShowData(Shop, Stamped(After(account, null)!) with { By = endless }, new ListData([.. Enumerable.Repeat(new ListedCase(SomeCases.Open(), 1, Card), 10)], 1, 99), 1), context));
        foreach (var problem in Enum.GetValues<WishProblem>())
        {
            yield return ($"hostile wish {problem}", HelpView.WrongWish(new AccountWish.Wrong(endless, problem), context.Language));
        }

        yield return ("hostile name of several", AccountShowView.SeveralOfThatName(endless, [Shop, Shop], context.Language));
        yield return ("hostile warnings", ChangeView.Preview(
            Change(policy, null), null, [new ChangeWarning.ChannelNotFound("#" + endless), new ChangeWarning.NotChecked(endless), new ChangeWarning.OtherRows([.. Enumerable.Repeat(Cis, 20)])], context));
    }

    private static IEnumerable<(string Name, RenderedMessage Message)> PolicyShows(CommandContext context)
    {
        yield return ("policy show", PolicyShowView.Render(Show(context), context));
        var (old, emptied) = (new DirectoryCondition(Then, TimeSpan.FromHours(3), IsOld: true, "fault", []), DirectoryCondition.Good with { Emptied = [new("accounts", 1), new("policies", 214)] });
        yield return ("policy show while DynamoDB is down", ChangeView.Noted(PolicyShowView.Render(Show(context), context), old, DirectoryTable.Policies, context));
        yield return ("policy show from an emptied table", ChangeView.Noted(PolicyShowView.Render(Show(context), context), emptied, DirectoryTable.Policies, context));
        yield return ("policy show without rows", PolicyShowView.Render(Show(context) with { Rows = [], Waiting = 0 }, context));
        yield return ("policy show of a new control", PolicyShowView.Render(Show(context) with { Entry = null, Standards = [], Control = ControlId.Parse("Quantum.1"), Rows = [] }, context));
        yield return ("policy show of an unknown control", PolicyShowView.Render(Show(context) with { Entry = null, Findings = 0, Control = ControlId.Parse("Quantum.1"), Rows = [] }, context));
        yield return ("policy show of a mistyped control", PolicyShowView.Render(Show(context) with { Entry = null, Findings = 0, Control = ControlId.Parse("S3.88"), Near = ["S3.8"], Rows = [] }, context));
        foreach (var source in Enum.GetValues<PolicySource>())
        {
            var decision = new PolicyDecision(ResponsePolicy.Track, source, Category.Logging, source == PolicySource.UnknownControl ? null : Cis, 7, IsNewControl: false);
            yield return ($"policy show, decided by {source}", PolicyShowView.Render(Show(context) with { Rows = [], Results = [(AccountEnvironment.Production, decision)] }, context));
        }
    }

    private static IEnumerable<(string Name, RenderedMessage Message)> AccountShows(CommandContext context)
    {
        ListedCase[] cases = [.. Enumerable.Repeat(new ListedCase(SomeCases.Open(), 3, Card), 10)];
        yield return ("account show", AccountShowView.Render(new AccountShowData(Shop, Stamped(ShopRow), new ListData(cases, 1, 12), 0), context));
        yield return ("account show, one case, still deciding", AccountShowView.Render(new AccountShowData(Shop, Stamped(ShopRow), new ListData(cases[..1], 1, 1), 3), context));
        yield return ("account show, calm", AccountShowView.Render(new AccountShowData(Shop, Stamped(ShopRow) with { By = "cli:root" }, new ListData([], 1, 0), 0), context));
        yield return ("account show of an unknown account", AccountShowView.Render(new AccountShowData(AccountId.Parse("999999999999"), null, new ListData(cases, 1, 12), 0), context));
        yield return ("account name of several", AccountShowView.SeveralOfThatName("shop", [Shop, AccountId.Parse("999999999999")], context.Language));
    }

    private static IEnumerable<(string Name, RenderedMessage Message)> Previews(CommandContext context)
    {
        var set = new PolicyEdit(null, S38, new Dictionary<string, string> { ["policy"] = "ignore", ["note"] = "We do not use it", ["due_days"] = "7", ["production"] = "track", ["123456789012"] = "notify" });
        yield return ("preview of a new row", Preview(set, null, context));
        yield return ("preview of a changed row", Preview(new PolicyEdit(Cis, S38, new Dictionary<string, string> { ["policy"] = "track", ["category"] = "logging" }), After(set, null), context));
        yield return ("preview of a removed row", Preview(new PolicyEdit(null, S38, Cells: null), After(set, null), context));
        yield return ("preview of nothing", ChangeView.Preview(Change(set, null) with { Effect = new ChangeEffect(3, 0, 0, 0, 0, 0, 0) }, null, [], context));
        yield return ("preview of one of each", ChangeView.Preview(Change(set, null) with { Effect = new ChangeEffect(1, 1, 1, 1, 1, 1, 1) }, null, [], context));
        foreach (var again in Enum.GetValues<PreviewAgain>())
        {
            yield return ($"preview again: {again}", ChangeView.Preview(Change(set, null), null, [], context, again));
        }

        var move = new AccountEdit(Shop, new Dictionary<string, string> { ["channel"] = "#new-shop", ["owners"] = "U0BEN0001;S0SECURITY", ["language"] = "en", ["escalation"] = "" });
        yield return ("preview of a moved account", ChangeView.Preview(Change(move, ShopRow), new CardMove(12, "#new-shop"), [], context));
        yield return ("preview of an account's one card to the security channel", ChangeView.Preview(Change(move, ShopRow), new CardMove(1, null), Warnings(), context));
        yield return ("preview of a new account", Preview(new AccountEdit(AccountId.Parse("999999999999"), new Dictionary<string, string> { ["name"] = "new", ["environment"] = "staging", ["channel"] = "C0NEW0001" }), null, context));
    }

    private static IEnumerable<(string Name, RenderedMessage Message)> Ends(CommandContext context)
    {
        var edit = new PolicyEdit(null, S38, new Dictionary<string, string> { ["policy"] = "ignore" });
        var account = new AccountEdit(Shop, new Dictionary<string, string> { ["name"] = "shop" });
        var applied = new AppliedChange(edit, null, After(edit, null), 1234, 9, 9, Then);
        yield return ("already so", ChangeView.AlreadySo(new Proposal.AlreadySo(Stamped(After(edit, null)!)), edit, context));
        yield return ("already so, account", ChangeView.AlreadySo(new Proposal.AlreadySo(Stamped(ShopRow)), account, context));
        yield return ("no row to remove", ChangeView.AlreadySo(new Proposal.AlreadySo(null), edit with { Cells = null }, context));
        yield return ("a new account needs more", ChangeView.Impossible(new Proposal.Impossible([new RowError("environment", "", "x")]), account, context));
        yield return ("impossible", ChangeView.Impossible(new Proposal.Impossible([new RowError("environments", "", "x")]), edit, context));
        yield return ("cancelled", ChangeView.Cancelled(edit, context));
        yield return ("applied already", ChangeView.AppliedAlready(edit, context));
        yield return ("progress", ChangeView.Progress(applied, 1000, context));
        yield return ("progress of an account", ChangeView.Progress(applied with { Edit = account }, 1234, context));
        yield return ("goes on", ChangeView.GoesOn(applied, 1000, context));
        yield return ("done", ChangeView.Done(applied, new ChangeOutcome(14, 3, 2, 210), context));
        yield return ("done, one of each", ChangeView.Done(applied with { Touched = 1 }, new ChangeOutcome(1, 1, 1, 1), context));
        yield return ("done, nothing", ChangeView.Done(applied with { Touched = 0 }, new ChangeOutcome(0, 0, 0, 0), context));
    }

    private static IEnumerable<(string Name, RenderedMessage Message)> Refusals(CommandContext context)
    {
        foreach (var reason in Enum.GetValues<RefusalReason>())
        {
            yield return ($"refused {reason}", HelpView.Refused(BotAction.ChangePolicy, new Permission.Refused(reason, ["U0SATOKEN1", "S0OPERATOR"]), context.Language));
        }

        foreach (var problem in Enum.GetValues<WishProblem>())
        {
            yield return ($"wish {problem}", HelpView.WrongWish(new AccountWish.Wrong("@taro", problem), context.Language));
        }
    }

    private static ChangeWarning[] Warnings() =>
    [
        new ChangeWarning.ChannelNotFound("#new-shop"),
        new ChangeWarning.BotNotInChannel("C0NEW0001"),
        new ChangeWarning.ChannelArchived("#new-shop"),
        new ChangeWarning.NotChecked("U0BEN0001"),
        new ChangeWarning.NoFindings(),
        new ChangeWarning.UnknownControl([]),
        new ChangeWarning.UnknownControl(["S3.8", "S3.9"]),
        new ChangeWarning.OtherRows([Cis]),
    ];

    private static PolicyShowData Show(CommandContext context) => new(
        S38,
        context.Catalogue.Find(S38),
        [StandardId.Parse("aws-foundational-security-best-practices/v/1.0.0"), Cis],
        [
            Stamped(After(new PolicyEdit(null, S38, new Dictionary<string, string> { ["policy"] = "track", ["due_days"] = "7", ["development"] = "notify", ["123456789012"] = "ignore", ["note"] = "Public buckets come first" }), null)!),
            Stamped(After(new PolicyEdit(Cis, S38, new Dictionary<string, string> { ["category"] = "unused" }), null)!) with { By = "cli:root" },
        ],
        [
            (AccountEnvironment.Production, new PolicyDecision(ResponsePolicy.Track, PolicySource.PolicyRow, Category.Essential, Cis, 7, false)),
            (AccountEnvironment.Staging, new PolicyDecision(ResponsePolicy.Track, PolicySource.Category, Category.Essential, Cis, 1, false)),
            (AccountEnvironment.Development, new PolicyDecision(ResponsePolicy.Notify, PolicySource.EnvironmentOverride, Category.Essential, null, null, false)),
        ],
        Findings: 20,
        Failing: 1200,
        Accounts: 3,
        Open: 5,
        Waiting: 7,
        Near: []);

    private static RenderedMessage Preview(DirectoryEdit edit, TableRow? before, CommandContext context) => ChangeView.Preview(Change(edit, before), null, [], context);

    private static Proposal.Change Change(DirectoryEdit edit, TableRow? before) => new(edit, before, After(edit, before), new RowStamp(3, 1_763_600_000_000_000), Much, Then);

    private static TableRow? After(DirectoryEdit edit, TableRow? before) => edit.Apply(before).ShouldBeOfType<RowResult<TableRow?>.Read>().Row;

    private static TableRow ShopRow => DirectoryTable.Accounts.Row(AccountRowParser.Format(
        new Account(Shop, "shop-prod", AccountEnvironment.Production, "#shop-aws", [SomeCases.Aiko, "S0SHOPTEAM"], SomeCases.Ben, "SHOP", Language.Japanese)));

    private static StampedRow Stamped(TableRow row) => new(row, new RowStamp(3, 1), Then, SomeCases.Aiko);
}
