using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Policies;
using SecurityHubBot.Domain.Tests.Tables;

namespace SecurityHubBot.Domain.Tests.Policies;

public class PolicyRowParserTests
{
    private static readonly Dictionary<string, string?> Good = Cells.GoodPolicy;

    [Fact]
    public void A_whole_row_is_read()
    {
        var row = PolicyRowParser.Parse(Good).ShouldBeRead();
        row.Standard.ShouldBe(StandardId.Parse("aws-foundational-security-best-practices/v/1.0.0"));
        row.Control.ShouldBe(ControlId.Parse("S3.13"));
        row.Policy.ShouldBe(ResponsePolicy.Track);
        row.Category.ShouldBe(Category.Availability);
        row.DueDays.ShouldBe(30);
        row.Environments.ShouldBe(
            new Dictionary<AccountEnvironment, ResponsePolicy>
            {
                [AccountEnvironment.Production] = ResponsePolicy.Track,
                [AccountEnvironment.Development] = ResponsePolicy.Ignore,
            },
            ignoreOrder: true);
        row.Accounts.ShouldHaveSingleItem().ShouldBe(new(AccountId.Parse("123456789012"), ResponsePolicy.Disable));
        row.Note.ShouldBe("決定: 2026年4月");
    }

    [Fact]
    public void Empty_cells_leave_the_decision_to_others()
    {
        var row = PolicyRowParser.Parse(new Dictionary<string, string?> { ["standard"] = "*", ["control"] = "S3.13" }).ShouldBeRead();
        row.Standard.ShouldBeNull();
        row.Policy.ShouldBeNull();
        row.Category.ShouldBeNull();
        row.DueDays.ShouldBeNull();
        row.Environments.ShouldBeEmpty();
        row.Accounts.ShouldBeEmpty();
        row.Note.ShouldBe("");
    }

    [Theory]
    [InlineData("standard", " CIS-AWS-Foundations-Benchmark/V/1.4.0 ")]
    [InlineData("standard", "arn:aws:securityhub:ap-northeast-1::standards/pci-dss/v/4.0.1")]
    [InlineData("policy", " Track ")]
    [InlineData("category", "Encryption-In-Transit")]
    [InlineData("due_days", " 1 ")]
    [InlineData("due_days", "365")]
    [InlineData("environments", " production = track ; \n staging=ignore;; ")]
    [InlineData("note", "一行目\n二行目")]
    public void Cells_are_read_as_people_write_them(string column, string text) => PolicyRowParser.Parse(Good.With(column, text)).ShouldBeRead();

    [Theory]
    [InlineData("standard", "", "* for any")]
    [InlineData("standard", "FSBP", "aws-foundational-security-best-practices/v/1.0.0")]
    [InlineData("control", "", "such as S3.13")]
    [InlineData("control", "Ｓ３．１３", "write S3.13")]
    [InlineData("control", "S3.13 S3.14", "such as S3.13")]
    [InlineData("policy", "追跡", "track, notify, ignore or disable")]
    [InlineData("policy", "suppress", "track, notify, ignore or disable")]
    [InlineData("category", "network", "encryption-in-transit")]
    [InlineData("due_days", "0", "from 1 to 365")]
    [InlineData("due_days", "366", "from 1 to 365")]
    [InlineData("due_days", "-1", "from 1 to 365")]
    [InlineData("due_days", "14.0", "from 1 to 365")]
    [InlineData("due_days", "１４", "full-width digits, write 14")]
    [InlineData("due_days", "99999999999999999999", "from 1 to 365")]
    [InlineData("environments", "production", "production=track")]
    [InlineData("environments", "production=track=ignore", "production=track")]
    [InlineData("environments", "production=", "after = comes")]
    [InlineData("environments", "prod=track", "before = comes")]
    [InlineData("environments", "=track", "before = comes")]
    [InlineData("environments", "12345678901=track", "may be 012345678901")]
    [InlineData("environments", "1.23457E+11=track", "format the column as text")]
    [InlineData("environments", "１２３４５６７８９０１２=track", "full-width")]
    [InlineData("note", "a\u0007b", "control characters")]
    public void A_wrong_cell_is_named_with_what_it_should_look_like(string column, string text, string expected)
    {
        var error = PolicyRowParser.Parse(Good.With(column, text)).ShouldHaveOneError(column);
        error.Value.ShouldBe(text);
        error.Expected.ShouldContain(expected);
    }

    [Theory]
    [InlineData("production=track;Production=ignore", "Production=ignore")]
    [InlineData("123456789012=track;123456789012=track", "123456789012=track")]
    public void The_same_override_twice_is_an_error(string text, string part) =>
        PolicyRowParser.Parse(Good.With("environments", text)).ShouldHaveOneError("environments").ShouldSatisfyAllConditions(
            e => e.Value.ShouldBe(part), e => e.Expected.ShouldContain("more than once"));

    [Fact]
    public void All_errors_of_a_row_are_told_at_once()
    {
        var row = new Dictionary<string, string?> { ["policy"] = "x", ["category"] = "y", ["due_days"] = "z", ["environments"] = "a=track;staging=b;staging" };
        PolicyRowParser.Parse(row).ShouldBeWrong().Select(e => $"{e.Column}: {e.Value}").ShouldBe(
            ["standard: ", "control: ", "policy: x", "category: y", "due_days: z", "environments: a=track", "environments: staging=b", "environments: staging"]);
    }

    [Fact]
    public void Lengths_are_limited()
    {
        PolicyRowParser.Parse(Good.With("note", new string('長', PolicyRowParser.MaxNoteLength))).ShouldBeRead();
        PolicyRowParser.Parse(Good.With("note", new string('長', PolicyRowParser.MaxNoteLength + 1))).ShouldHaveOneError("note");
        PolicyRowParser.Parse(Good.With("control", new string('S', 65))).ShouldHaveOneError("control");
        var overrides = string.Join(';', Enumerable.Range(0, 1001).Select(i => $"{i:000000000000}=ignore"));
        PolicyRowParser.Parse(Good.With("environments", overrides)).ShouldHaveOneError("environments").Expected.ShouldContain("at most 1000");
    }

    [Fact]
    public void Whatever_is_written_is_read_back_the_same()
    {
        var random = new Random(2);
        for (var i = 0; i < 500; i++)
        {
            var row = Any(random);
            var read = PolicyRowParser.Parse(PolicyRowParser.Format(row).AsRead()).ShouldBeRead();
            PolicyRowParser.Format(read).ShouldBe(PolicyRowParser.Format(row));
            read.Environments.ShouldBe(row.Environments, ignoreOrder: true);
            read.Accounts.ShouldBe(row.Accounts, ignoreOrder: true);
            (read with { Environments = row.Environments, Accounts = row.Accounts }).ShouldBe(row);
        }
    }

    [Fact]
    public void Overrides_are_written_in_a_fixed_order() =>
        PolicyRowParser.Format(PolicyRowParser.Parse(Good.With(
            "environments", "999999999999=track;development=ignore;111111111111=notify;production=track")).ShouldBeRead())["environments"]
            .ShouldBe("production=track;development=ignore;111111111111=notify;999999999999=track");

    [Fact]
    public void Every_column_is_written_in_the_agreed_order() =>
        string.Join(',', PolicyRowParser.Format(PolicyRowParser.Parse(Good).ShouldBeRead()).Keys)
            .ShouldBe("standard,control,policy,category,due_days,environments,note");

    private static PolicyRow Any(Random random)
    {
        string[] standards = ["*", Questions.Fsbp, Questions.Cis];
        string[] notes = ["", "決定済み", "a,\"b\"\nc", "=cmd"];
        ResponsePolicy Policy() => (ResponsePolicy)random.Next(4);
        return Questions.Row(
            standards[random.Next(3)],
            random.Next(2) == 0 ? null : Policy(),
            random.Next(2) == 0 ? null : (Category)random.Next(7),
            random.Next(2) == 0 ? null : random.Next(1, 366),
            $"S{random.Next(10)}.{random.Next(200)}",
            [.. Enum.GetValues<AccountEnvironment>().Where(_ => random.Next(2) == 0).Select(e => (e, Policy()))],
            [.. Enumerable.Range(0, random.Next(4)).Select(n => (AccountId.Parse($"{n:000000000000}"), Policy()))]) with
        {
            Note = notes[random.Next(4)],
        };
    }
}
