using SecurityHubBot.Commands;

namespace SecurityHubBot.Tests.Commands;

public class ShubCommandParserTests
{
    [Theory]
    [InlineData("", "help")]
    [InlineData("   ", "help")]
    [InlineData("help", "help")]
    [InlineData("ヘルプ", "help")]
    [InlineData("HELP list", "help List")]
    [InlineData("help 集計", "help Summary")]
    [InlineData("help bananas", "wrong Help Topic bananas")]
    [InlineData("status", "status")]
    [InlineData("状況", "status")]
    [InlineData("status shop-prod", "status shop-prod")]
    [InlineData("status shop prod tokyo", "status shop prod tokyo")]
    [InlineData("status \"shop prod\"", "status shop prod")]
    [InlineData("status account:shop-prod", "status shop-prod")]
    [InlineData("status all", "status *")]
    [InlineData("状況　全体", "status *")]
    [InlineData("status \"all\"", "status all")]
    [InlineData("status 111122223333 444455556666", "wrong Status OneAccount 111122223333 444455556666")]
    [InlineData("summary", "summary")]
    [InlineData("サマリー １１１１２２２２３３３３", "summary 111122223333")]
    [InlineData("summary 2026-10", "summary 2026-10")]
    [InlineData("summary 2026/10 shop prod", "summary shop prod 2026-10")]
    [InlineData("集計　全体　２０２６－１０", "summary * 2026-10")]
    [InlineData("summary \"2026-10\"", "summary 2026-10")]
    [InlineData("summary 2026-13", "wrong Summary Month 2026-13")]
    [InlineData("summary 2026-1", "wrong Summary Month 2026-1")]
    [InlineData("summary 2026-10 2026-11", "summary 2026-11 2026-10")]
    [InlineData("summary 2026-10 111122223333 444455556666", "wrong Summary OneAccount 111122223333 444455556666")]
    [InlineData("score", "score")]
    [InlineData("controls", "controls")]
    [InlineData("コントロール　状況", "controls")]
    [InlineData("controls plan", "controls plan")]
    [InlineData("Controls 適用", "controls apply")]
    [InlineData("controls apply configuration-policies", "controls apply +policies")]
    [InlineData("controls apply --configuration-policies", "controls apply +policies")]
    [InlineData("controls apply —設定ポリシー", "controls apply +policies")]
    [InlineData("controls aply", "wrong Controls ControlsCommand aply")]
    [InlineData("controls apply everything", "wrong Controls ControlsCommand apply everything")]
    [InlineData("controls plan configuration-policies", "wrong Controls ControlsCommand plan configuration-policies")]
    [InlineData("control", "unknown control controls")]
    [InlineData("スコア　全体", "score *")]
    [InlineData("score shop prod", "score shop prod")]
    [InlineData("score 111122223333 444455556666", "wrong Score OneAccount 111122223333 444455556666")]
    [InlineData("show 142", "show SHUB-142")]
    [InlineData("show SHUB-142", "show SHUB-142")]
    [InlineData("表示　＃１４２", "show SHUB-142")]
    [InlineData("shub-142", "show SHUB-142")]
    [InlineData("142", "show SHUB-142")]
    [InlineData("show", "wrong Show CaseNumber ")]
    [InlineData("show abc", "wrong Show CaseNumber abc")]
    [InlineData("show 1 2", "wrong Show CaseNumber 1 2")]
    [InlineData("show 0", "wrong Show CaseNumber 0")]
    [InlineData("show 99999999999999999999", "wrong Show CaseNumber 99999999999999999999")]
    [InlineData("mine", "mine")]
    [InlineData("自分", "mine")]
    [InlineData("mine all", "mine all")]
    [InlineData("自分の案件　全体", "mine all")]
    [InlineData("mine shop-prod", "wrong Mine Mine shop-prod")]
    [InlineData("report overdue high", "report Overdue High")]
    [InlineData("レポート", "report Open")]
    [InlineData("audit 142", "audit SHUB-142")]
    [InlineData("監査 SHUB-142", "audit SHUB-142")]
    [InlineData("audit", "wrong Audit AuditNumber ")]
    [InlineData("exception 142", "exception SHUB-142")]
    [InlineData("例外 142", "exception SHUB-142")]
    [InlineData("exception all", "wrong Exception ExceptionNumber all")]
    [InlineData("exceptions", "exceptions Current")]
    [InlineData("例外一覧 承認待ち 自分", "exceptions Pending mine")]
    [InlineData("exceptions ended shop-prod all", "exceptions Ended shop-prod")]
    [InlineData("snooze 142", "snooze SHUB-142 1")]
    [InlineData("休止　１４２　３", "snooze SHUB-142 3")]
    [InlineData("snooze SHUB-142 2", "snooze SHUB-142 2")]
    [InlineData("snooze", "wrong Snooze SnoozeNumber ")]
    [InlineData("snooze 142 0", "wrong Snooze SnoozeNumber 142 0")]
    [InlineData("snooze 142 4", "wrong Snooze SnoozeNumber 142 4")]
    [InlineData("snooze 142 -1", "wrong Snooze SnoozeNumber 142 -1")]
    [InlineData("snooze 142 2 3", "wrong Snooze SnoozeNumber 142 2 3")]
    [InlineData("snooze abc 2", "wrong Snooze SnoozeNumber abc 2")]
    [InlineData("policy", "wrong Policy PolicyCommand ")]
    [InlineData("policy change S3.8", "wrong Policy PolicyCommand change")]
    [InlineData("policy show", "wrong Policy PolicyControl ")]
    [InlineData("policy show S3.8", "policy S3.8 -")]
    [InlineData("方針 表示 Ｓ３．８ cis-1.4.0", "policy S3.8 cis-aws-foundations-benchmark/v/1.4.0")]
    [InlineData("policy show S3.8 cis", "wrong Policy Standard cis")]
    [InlineData("policy set S3.8", "wrong Policy PolicySetting ")]
    [InlineData("policy set S3.8 track", "set * S3.8 policy=track")]
    [InlineData("policy set S3.8 是正まで追跡 期限＝７ 本番＝通知 分類=保管時の暗号化", "set * S3.8 policy=track due_days=7 production=notify category=encryption-at-rest")]
    [InlineData("policy set S3.8 ignore standard=fsbp 123456789012=track note=使って いない（🪣）", "set aws-foundational-security-best-practices/v/1.0.0 S3.8 policy=ignore 123456789012=track note=使って いない（🪣）")]
    [InlineData("policy set S3.8 note=\"a b\" due= production=-", "set * S3.8 note=a b due_days= production=")]
    [InlineData("policy set S3.8 due=0", "wrong Policy DueDays due=0")]
    [InlineData("policy set S3.8 due=366", "wrong Policy DueDays due=366")]
    [InlineData("policy set S3.8 maybe", "wrong Policy PolicySetting maybe")]
    [InlineData("policy set S3.8 production=maybe", "wrong Policy Policy production=maybe")]
    [InlineData("policy set S3.8 track standard=x", "wrong Policy Standard standard=x")]
    [InlineData("policy unset S3.8", "unset * S3.8")]
    [InlineData("policy unset S3.8 standard=pci-4.0.1", "unset pci-dss/v/4.0.1 S3.8")]
    [InlineData("account", "wrong Account AccountCommand ")]
    [InlineData("account show shop prod", "account shop prod")]
    [InlineData("account unset shop-prod", "wrong Account AccountCommand unset")]
    [InlineData("account set shop-prod", "wrong Account AccountSetting ")]
    [InlineData("account set name=x", "wrong Account OneAccount name=x")]
    [InlineData("account set shop-prod 環境=本番 name=ショップ 本番 owners=<@U0AIKO001|aiko> @ben", "set shop-prod environment=production name=ショップ 本番 owners=<@U0AIKO001|aiko>;@ben")]
    [InlineData("account set shop-prod channel=<#C0SHOP001|shop> language=en escalation=", "set shop-prod channel=<#C0SHOP001|shop> language=en escalation=")]
    [InlineData("account set shop-prod env=moon", "wrong Account Environment moon")]
    [InlineData("\0\u0001status\u001b shop-prod\0", "status shop-prod")]
    [InlineData("\0", "help")]
    [InlineData("lsit", "unknown lsit list")]
    [InlineData("sttaus shop", "unknown sttaus status")]
    [InlineData("sumary", "unknown sumary summary")]
    [InlineData("ヘルブ", "unknown ヘルブ ヘルプ")]
    [InlineData("一欄", "unknown 一欄 一覧")]
    [InlineData("集計表", "unknown 集計表 集計")]
    [InlineData("xyzzyplugh", "unknown xyzzyplugh -")]
    [InlineData("<!channel>", "unknown <!channel> -")]
    public void A_command_is_read(string text, string expected) => Describe(ShubCommandParser.Parse(text)).ShouldBe(expected);

    [Theory]
    [InlineData("", "Open")]
    [InlineData("open", "Open")]
    [InlineData("state:accepted", "Accepted")]
    [InlineData("期限切れ", "Overdue")]
    [InlineData("状態：期限切れ", "Overdue")]
    [InlineData("state:fixed", "Fixed")]
    [InlineData("state:all", "All")]
    [InlineData("状態:すべて", "All")]
    [InlineData("all", "Open everywhere")]
    [InlineData("critical high", "Open Critical+High")]
    [InlineData("重要度:高、緊急", "Open Critical+High")]
    [InlineData("severity:low,medium", "Open Medium+Low")]
    [InlineData("Ｈｉｇｈ　自分", "Open High mine")]
    [InlineData("mine unassigned", "Open mine unassigned")]
    [InlineData("担当者なし", "Open unassigned")]
    [InlineData("S3.8", "Open S3.8")]
    [InlineData("s3", "Open s3")]
    [InlineData("control:Custom.Thing-1", "Open Custom.Thing-1")]
    [InlineData("サービス:IAM", "Open IAM")]
    [InlineData("shop-prod overdue 111122223333", "Overdue [shop-prod,111122223333]")]
    [InlineData("「本番 環境」 high", "Open High [本番 環境]")]
    [InlineData("account:\"shop prod\" \"s3\"", "Open [shop prod,s3]")]
    [InlineData("overdue high shop-prod S3 mine everywhere", "Overdue High [shop-prod] S3 mine everywhere")]
    [InlineData("everywhere mine S3 shop-prod high overdue", "Overdue High [shop-prod] S3 mine everywhere")]
    [InlineData("\"unclosed", "Open [\"unclosed]")]
    public void Filters_are_read_in_any_order(string text, string expected) =>
        Describe(ShubCommandParser.Parse("list " + text)).ShouldBe("list " + expected.Replace("[\"", "[", StringComparison.Ordinal));

    [Theory]
    [InlineData("state:lost", "wrong List State state:lost")]
    [InlineData("severity:huge", "wrong List Severity severity:huge")]
    [InlineData("重要度:", "wrong List Severity 重要度:")]
    [InlineData("control:<!channel>", "wrong List Control control:<!channel>")]
    [InlineData("account:", "wrong List OneAccount account:")]
    public void A_wrong_filter_says_which_and_what_it_should_be(string text, string expected) =>
        Describe(ShubCommandParser.Parse("list " + text)).ShouldBe(expected);

    [Fact]
    public void What_changes_something_is_refused_when_it_is_too_long_instead_of_being_cut()
    {
        ShubCommandParser.Parse("policy set S3.8 track note=" + new string('x', 1000)).ShouldBeOfType<ShubCommand.Wrong>().Expected.ShouldBe(ExpectedArgument.TooLong);
        ShubCommandParser.Parse("policy set S3.8 track note=" + new string('x', 501)).ShouldBeOfType<ShubCommand.Wrong>().Expected.ShouldBe(ExpectedArgument.Note);
        ShubCommandParser.Parse("account set shop-prod name=" + string.Join(' ', Enumerable.Repeat("x", 60))).ShouldBeOfType<ShubCommand.Wrong>().Expected.ShouldBe(ExpectedArgument.TooLong);
    }

    [Fact]
    public void Too_many_accounts_and_endless_text_are_bounded()
    {
        var many = string.Join(' ', Enumerable.Range(0, 30).Select(i => $"account-{i}"));
        ShubCommandParser.Parse("list " + many).ShouldBeOfType<ShubCommand.Wrong>().Expected.ShouldBe(ExpectedArgument.FewAccounts);
        ShubCommandParser.Parse("list " + new string('x', 100_000)).ShouldBeOfType<ShubCommand.List>().Filter.Scope.Accounts.ShouldHaveSingleItem().Length.ShouldBeLessThan(1000);
        ShubCommandParser.Parse(new string('「', 100_000)).ShouldBeOfType<ShubCommand.Unknown>();
    }

    [Theory]
    [InlineData("state:all critical low 111122223333 444455556666 S3.8 mine unassigned")]
    [InlineData("everywhere")]
    [InlineData("\"本番 環境\" 「a b」")]
    public void A_paging_button_carries_the_filters_and_gives_them_back(string filters)
    {
        var filter = ShubCommandParser.Parse("list " + filters).ShouldBeOfType<ShubCommand.List>().Filter;
        var value = PageValue.Of(filter, 3);
        PageValue.Parse(value).ShouldBe((new ShubCommand.List(filter), 3));
        value.Length.ShouldBeLessThan(2000);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("0 list")]
    [InlineData("-1 list")]
    [InlineData("999999999 list")]
    [InlineData("2 help")]
    [InlineData("2 list state:lost")]
    [InlineData("x list")]
    public void A_value_that_no_button_of_ours_carries_is_none(string? value) => PageValue.Parse(value).ShouldBeNull();

    [Theory]
    [InlineData("status", "status", 0)]
    [InlineData("sttaus", "status", 1)]
    [InlineData("stats", "status", 1)]
    [InlineData("", "abc", 3)]
    [InlineData("一欄", "一覧", 1)]
    public void Distance_counts_slips_of_the_finger(string a, string b, int expected) => Nearest.Distance(a, b).ShouldBe(expected);

    private static string Describe(ShubCommand command) => command switch
    {
        ShubCommand.Help help => $"help {help.Topic}".Trim(),
        ShubCommand.Status status => $"status {Describe(status.Scope)}".Trim(),
        ShubCommand.Summary summary => $"summary {Describe(summary.Scope)} {summary.Month}".Replace("  ", " ", StringComparison.Ordinal).Trim(),
        ShubCommand.Score score => $"score {Describe(score.Scope)}".Trim(),
        ShubCommand.Show show => $"show {show.Number}",
        ShubCommand.Unknown unknown => $"unknown {unknown.Word} {unknown.Suggestion ?? "-"}",
        ShubCommand.Wrong wrong => $"wrong {wrong.Command} {wrong.Expected} {wrong.Argument}",
        ShubCommand.List list => $"list {Describe(list.Filter)}",
        ShubCommand.Mine mine => mine.All ? "mine all" : "mine",
        ShubCommand.Report report => $"report {Describe(report.Filter)}",
        ShubCommand.ControlsStatus => "controls",
        ShubCommand.ControlsPlan => "controls plan",
        ShubCommand.ControlsApply apply => apply.WithPolicies ? "controls apply +policies" : "controls apply",
        ShubCommand.Audit audit => $"audit {audit.Number}",
        ShubCommand.ExceptionRequest request => $"exception {request.Number}",
        ShubCommand.Snooze snooze => $"snooze {snooze.Number} {snooze.Days}",
        ShubCommand.Exceptions { Filter: var filter } => $"exceptions {filter.State} {string.Join(',', filter.Scope.Accounts)}{(filter.Mine ? "mine" : "")}".Trim(),
        ShubCommand.PolicyShow show => $"policy {show.Control} {show.Standard?.ToString() ?? "-"}",
        ShubCommand.PolicySet { Edit: { Cells: null } edit } => $"unset {edit.Standard?.ToString() ?? "*"} {edit.Control}",
        ShubCommand.PolicySet { Edit: var edit } => $"set {edit.Standard?.ToString() ?? "*"} {edit.Control} {Describe(edit.Cells!)}",
        ShubCommand.AccountShow show => $"account {show.Account}",
        ShubCommand.AccountSet set => $"set {set.Account} {Describe(set.Cells)}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Describe(IReadOnlyDictionary<string, string> cells) => string.Join(' ', cells.Select(c => $"{c.Key}={c.Value}"));

    private static string Describe(ScopeWords scope) => scope.Everywhere ? "*" : string.Join(',', scope.Accounts);

    private static string Describe(ListFilter filter)
    {
        var words = new List<string> { filter.State.ToString() };
        words.AddRange(filter.Severities.Count > 0 ? [string.Join('+', filter.Severities.OrderByDescending(s => s))] : []);
        words.AddRange(filter.Scope.Accounts.Count > 0 ? [$"[{string.Join(',', filter.Scope.Accounts)}]"] : []);
        words.AddRange(filter.Control is { } control ? [control] : []);
        words.AddRange(filter.Mine ? ["mine"] : []);
        words.AddRange(filter.Unassigned ? ["unassigned"] : []);
        words.AddRange(filter.Scope.Everywhere ? ["everywhere"] : []);
        return string.Join(' ', words);
    }
}
