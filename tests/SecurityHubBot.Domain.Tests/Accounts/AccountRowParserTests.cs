using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Tests.Tables;

namespace SecurityHubBot.Domain.Tests.Accounts;

public class AccountRowParserTests
{
    private static readonly Dictionary<string, string?> Good = Cells.GoodAccount;

    [Fact]
    public void A_whole_row_is_read()
    {
        var account = AccountRowParser.Parse(Good).ShouldBeRead();
        account.Id.ShouldBe(AccountId.Parse("012345678901"));
        account.Name.ShouldBe("shop-prod");
        account.Environment.ShouldBe(AccountEnvironment.Production);
        account.Channel.ShouldBe("C0123ABCDEF");
        account.Owners.ShouldBe(["U0123ABCDEF", "S0123ABCDEF"]);
        account.Escalation.ShouldBe("U9876ZYXWVU");
        account.TicketProject.ShouldBe("SHOP");
        account.Language.ShouldBe(Language.English);
    }

    [Fact]
    public void What_may_be_empty_may_be_empty_or_absent()
    {
        var least = new Dictionary<string, string?> { ["account_id"] = "012345678901", ["name"] = "a", ["environment"] = "staging", ["owners"] = null };
        var account = AccountRowParser.Parse(least).ShouldBeRead();
        account.Channel.ShouldBe("");
        account.Owners.ShouldBeEmpty();
        account.Escalation.ShouldBeNull();
        account.TicketProject.ShouldBeNull();
        account.Language.ShouldBe(Language.Japanese);
    }

    [Fact]
    public void Surrounding_spaces_letter_case_of_words_and_a_byte_order_mark_do_not_matter()
    {
        var row = new Dictionary<string, string?>
        {
            ["\uFEFFAccount_ID "] = "\u3000012345678901 ",
            ["name"] = " 店舗 本番 ",
            ["ENVIRONMENT"] = " Development ",
            ["language"] = "JA",
        };
        var account = AccountRowParser.Parse(row).ShouldBeRead();
        account.Id.ToString().ShouldBe("012345678901");
        account.Name.ShouldBe("店舗 本番");
        account.Environment.ShouldBe(AccountEnvironment.Development);
    }

    [Theory]
    [InlineData("U0123ABCDEF S0123ABCDEF")]
    [InlineData("U0123ABCDEF; S0123ABCDEF;")]
    [InlineData("U0123ABCDEF\u3000S0123ABCDEF")]
    [InlineData("U0123ABCDEF\nS0123ABCDEF\r\n")]
    [InlineData(";U0123ABCDEF;;S0123ABCDEF;U0123ABCDEF")]
    public void Owners_are_separated_by_semicolons_or_spaces_and_counted_once(string text) =>
        AccountRowParser.Parse(Good.With("owners", text)).ShouldBeRead().Owners.ShouldBe(["U0123ABCDEF", "S0123ABCDEF"]);

    [Theory]
    [InlineData("C0123ABCDEF")]
    [InlineData("G0123ABCDEF")]
    [InlineData("#shop-prod_1")]
    [InlineData("#セキュリティ-通知")]
    [InlineData("")]
    public void Channels_are_ids_or_names(string text) => AccountRowParser.Parse(Good.With("channel", text)).ShouldBeRead().Channel.ShouldBe(text);

    [Theory]
    [InlineData("account_id", "", "twelve digits")]
    [InlineData("account_id", "1.23457E+11", "format the column as text")]
    [InlineData("account_id", "1E+11", "format the column as text")]
    [InlineData("account_id", "12345678901", "may be 012345678901")]
    [InlineData("account_id", "345678901", "may be 000345678901")]
    [InlineData("account_id", "１２３４５６７８９０１２", "full-width digits, write 123456789012")]
    [InlineData("account_id", "1234-5678-9012", "write 123456789012")]
    [InlineData("account_id", "'123456789012", "write 123456789012")]
    [InlineData("account_id", "1234567890123", "twelve digits")]
    [InlineData("account_id", "shop-prod", "twelve digits")]
    [InlineData("name", "", "people know")]
    [InlineData("name", "a\nb", "one line")]
    [InlineData("environment", "", "production, staging or development")]
    [InlineData("environment", "prod", "production, staging or development")]
    [InlineData("environment", "本番", "production, staging or development")]
    [InlineData("channel", "shop-prod", "perhaps #shop-prod")]
    [InlineData("channel", "#Shop", "lower case")]
    [InlineData("channel", "#", "Slack channel id")]
    [InlineData("channel", "#a b", "Slack channel id")]
    [InlineData("channel", "#<!channel>", "Slack channel id")]
    [InlineData("channel", "U0123ABCDEF", "Slack channel id")]
    [InlineData("owners", "@tanaka", "Slack user id")]
    [InlineData("owners", "u0123abcdef", "Slack user id")]
    [InlineData("owners", "C0123ABCDEF", "Slack user id")]
    [InlineData("escalation", "U0123ABCDEF;U0123ABCDEG", "one Slack user")]
    [InlineData("escalation", "#escalation", "the id of one")]
    [InlineData("ticket_project", "a\u0000b", "control characters")]
    [InlineData("language", "fr", "ja or en")]
    [InlineData("language", "日本語", "ja or en")]
    public void A_wrong_cell_is_named_with_what_it_should_look_like(string column, string text, string expected)
    {
        var error = AccountRowParser.Parse(Good.With(column, text)).ShouldHaveOneError(column);
        error.Value.ShouldBe(text);
        error.Expected.ShouldContain(expected);
    }

    [Fact]
    public void All_errors_of_a_row_are_told_at_once()
    {
        var row = new Dictionary<string, string?> { ["owners"] = "tanaka;U0123ABCDEF;sato", ["language"] = "x", ["channel"] = "?" };
        AccountRowParser.Parse(row).ShouldBeWrong().Select(e => $"{e.Column}={e.Value}").ShouldBe(
            ["account_id=", "name=", "environment=", "channel=?", "owners=tanaka", "owners=sato", "language=x"]);
    }

    [Fact]
    public void Lengths_are_limited_and_an_error_stays_short()
    {
        AccountRowParser.Parse(Good.With("name", new string('長', AccountRowParser.MaxNameLength))).ShouldBeRead();
        var error = AccountRowParser.Parse(Good.With("name", new string('長', 100_000))).ShouldHaveOneError("name");
        error.ToString().Length.ShouldBeLessThan(200);
        AccountRowParser.Parse(Good.With("ticket_project", new string('x', 141))).ShouldHaveOneError("ticket_project");
        AccountRowParser.Parse(Good.With("channel", "#" + new string('x', 81))).ShouldHaveOneError("channel");
        var owners = string.Join(';', Enumerable.Range(0, 21).Select(i => $"U0123ABC{i:00}"));
        AccountRowParser.Parse(Good.With("owners", owners)).ShouldHaveOneError("owners").Expected.ShouldContain("at most 20");
    }

    [Fact]
    public void Whatever_is_written_is_read_back_the_same()
    {
        var random = new Random(1);
        string[] ids = ["U0123ABCDEF", "W0123ABCDEF", "S0123ABCDEF"];
        string[] names = ["shop", "店舗 本番", "a,b", "\"quoted\"", "=1+1", "é;è", new string('x', 100)];
        for (var i = 0; i < 500; i++)
        {
            var account = new Account(
                AccountId.Parse(random.NextInt64(1_000_000_000_000).ToString("000000000000")),
                names[random.Next(names.Length)],
                (AccountEnvironment)random.Next(3),
                ((string[])["", "C0123ABCDEF", "#店舗-本番"])[random.Next(3)],
                [.. ids.Where(_ => random.Next(2) == 0)],
                ((string?[])[null, "U0123ABCDEF", "C0123ABCDEF"])[random.Next(3)],
                ((string?[])[null, "shop", "owner/repo"])[random.Next(3)],
                (Language)random.Next(2));
            var read = AccountRowParser.Parse(AccountRowParser.Format(account).AsRead()).ShouldBeRead();
            read.Owners.ShouldBe(account.Owners);
            (read with { Owners = account.Owners }).ShouldBe(account);
        }
    }

    [Fact]
    public void Every_column_is_written_in_the_agreed_order() =>
        string.Join(',', AccountRowParser.Format(AccountRowParser.Parse(Good).ShouldBeRead()).Keys)
            .ShouldBe("account_id,name,environment,channel,owners,escalation,ticket_project,language");
}
