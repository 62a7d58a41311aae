using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Roles;
using SecurityHubBot.Roles;

namespace SecurityHubBot.Tests.Roles;

public class RefusalWordsTests
{
    public static TheoryData<BotAction, RefusalReason, Language> All => [..
        from action in Enum.GetValues<BotAction>()
        where !RoleRules.WhoMay(action).Contains(Role.Anyone)
        from reason in Enum.GetValues<RefusalReason>()
        from language in Enum.GetValues<Language>()
        select new TheoryDataRow<BotAction, RefusalReason, Language>(action, reason, language)];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_refusal_has_words(BotAction action, RefusalReason reason, Language language)
    {
        var words = RefusalWords.Say(language, action, new Permission.Refused(reason, ["U0APPROV1"]));

        words.ShouldNotContain(action.ToString(), Case.Sensitive);
        words.ShouldNotContain(reason.ToString(), Case.Sensitive);
        words.ShouldNotContain("{");
        words.Contains("<@U0APPROV1>", StringComparison.Ordinal).ShouldBe(reason != RefusalReason.CannotCheckNow);
    }

    [Fact]
    public void It_says_why_and_who_may()
    {
        var refused = new Permission.Refused(RefusalReason.NotInList, ["U0APPROV1", "S0SECURIT"]);

        RefusalWords.Say(Language.Japanese, BotAction.DecideException, refused)
            .ShouldBe("🔒 例外の承認と却下ができるのは承認者だけです。\n次の人に依頼してください: <@U0APPROV1>、<!subteam^S0SECURIT>");
        RefusalWords.Say(Language.English, BotAction.DecideException, refused)
            .ShouldBe("🔒 Only approvers can approve or reject exceptions.\nYou can ask <@U0APPROV1> or <!subteam^S0SECURIT>.");
    }

    [Fact]
    public void It_names_all_who_may()
    {
        var refused = new Permission.Refused(RefusalReason.NotInList, ["U0APPROV1", "U0APPROV2", "S0OPERATO"]);

        RefusalWords.Say(Language.Japanese, BotAction.SeePending, refused)
            .ShouldEndWith("できるのは承認者、運用担当者だけです。\n次の人に依頼してください: <@U0APPROV1>、<@U0APPROV2>、<!subteam^S0OPERATO>");
        RefusalWords.Say(Language.English, BotAction.SeePending, refused)
            .ShouldBe("🔒 Only approvers and operators can see what is to be written to Security Hub.\nYou can ask <@U0APPROV1>, <@U0APPROV2> or <!subteam^S0OPERATO>.");
    }

    [Fact]
    public void It_says_which_setting_is_empty()
    {
        var refused = new Permission.Refused(RefusalReason.NotInList, []);

        RefusalWords.Say(Language.Japanese, BotAction.ChangePolicy, refused)
            .ShouldBe("🔒 対応方針の変更ができるのは運用担当者だけです。\nまだ誰も指定されていません。このボットの管理者に `Slack:Operators` の設定を依頼してください。");
        RefusalWords.Say(Language.English, BotAction.ChangePolicy, refused)
            .ShouldBe("🔒 Only operators can change response policies.\nNobody has been named for this yet. Whoever runs this bot has to set `Slack:Operators`.");
    }

    [Fact]
    public void It_does_not_name_a_whole_company()
    {
        var many = Enumerable.Range(10, 25).Select(i => $"U0PERSO{i}").ToList();

        var words = RefusalWords.Say(Language.English, BotAction.DecideException, new Permission.Refused(RefusalReason.NotInList, many));

        words.Split("<@").Length.ShouldBe(11);
        words.ShouldEndWith(" and 15 more.");
    }

    [Fact]
    public void What_is_no_id_is_no_mention() =>
        RefusalWords.Say(Language.English, BotAction.DecideException, new Permission.Refused(RefusalReason.NotInList, ["<!channel>"])).ShouldContain("&lt;!channel&gt;");
}
