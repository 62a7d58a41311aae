using SecurityHubBot.Commands;
using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Domain;
using SecurityHubBot.Slack;

namespace SecurityHubBot.Tests.Commands;

public class ChangeValueTests
{
    private static readonly DateTimeOffset Shown = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Notes =>
        [new string('あ', 500), string.Concat(Enumerable.Repeat("🪣", 250)), new string('\\', 500), new string('"', 500), @"\uD83E\uDEA3 🪣 \\u", "=cmd()|'x'!A0", "<!channel> &amp;", "‮txt", ""];

    [Theory, MemberData(nameof(Notes))]
    public void A_button_carries_a_change_and_gives_it_back(string note)
    {
        foreach (var edit in (DirectoryEdit[])
        [
            new PolicyEdit(null, ControlId.Parse("S3.8"), new Dictionary<string, string> { ["policy"] = "ignore", ["note"] = note, ["123456789012"] = "" }),
            new PolicyEdit(StandardId.Parse("cis-aws-foundations-benchmark/v/1.4.0"), ControlId.Parse("S3.8"), Cells: null),
            new AccountEdit(AccountId.Parse("123456789012"), new Dictionary<string, string> { ["name"] = note, ["owners"] = "U0AIKO001;S0SECURITY" }),
        ])
        {
            var value = new ChangeValue(edit, new RowStamp(3, 1_763_600_000_000_000), Shown);
            ChangeValue.Parse(value.ToString()).ShouldBe(value);
            value.Fits.ShouldBeTrue();
        }
    }

    [Fact]
    public void The_longest_command_that_is_taken_fits_into_a_button()
    {
        var note = new string('\\', 500);
        var overrides = string.Join(' ', Enumerable.Range(0, 20).Select(i => $"{i:000000000000}=ignore"));
        var text = $"policy set S3.8 track standard=fsbp due=7 category=essential {overrides} note={note}";
        text.Length.ShouldBeLessThanOrEqualTo(1000);
        var edit = ShubCommandParser.Parse(text).ShouldBeOfType<ShubCommand.PolicySet>().Edit;
        new ChangeValue(edit, new RowStamp(long.MaxValue, long.MaxValue), Shown).ToString().Length.ShouldBeLessThanOrEqualTo(SlackLimits.ButtonValue);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("SHUB-142")]
    [InlineData("2 list state:open")]
    [InlineData("""{"control":"<!channel>","cells":{}}""")]
    [InlineData("""{"control":"S3.8","standard":"nonsense","cells":{}}""")]
    [InlineData("""{"account":"12","cells":{}}""")]
    [InlineData("""{"account":"123456789012"}""")]
    [InlineData("""{"control":"S3.8","cells":{"note":1}}""")]
    [InlineData("""{"control":"S3.8","shown_at":99999999999999}""")]
    public void A_value_that_no_button_of_ours_carries_is_none(string? value) => ChangeValue.Parse(value).ShouldBeNull();

    [Fact]
    public void What_was_shown_grows_old_and_a_clock_that_was_put_back_makes_it_old_at_once()
    {
        var value = new ChangeValue(new PolicyEdit(null, ControlId.Parse("S3.8"), null), RowStamp.None, Shown);
        value.IsOld(Shown.AddMinutes(14)).ShouldBeFalse();
        value.IsOld(Shown.AddMinutes(16)).ShouldBeTrue();
        value.IsOld(Shown.AddMinutes(-5)).ShouldBeTrue();
    }
}
