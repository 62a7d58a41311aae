using System.Text;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Domain.Tests.Findings;

public class MalformedBodyTests
{
    public static TheoryData<int> Numbers => new(Enumerable.Range(0, MalformedBodies.All.Count));

    [Fact]
    public void There_are_at_least_two_hundred_and_they_all_differ()
    {
        MalformedBodies.All.Count.ShouldBeGreaterThanOrEqualTo(200);
        MalformedBodies.All.Select(b => b.Name).ShouldBeUnique();
        MalformedBodies.All.Select(b => Convert.ToBase64String(b.Body)).Distinct().Count().ShouldBeGreaterThanOrEqualTo(200);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_malformed_body_is_refused_with_a_short_clear_reason(int number)
    {
        var body = MalformedBodies.All[number];

        var reason = SecurityHubEventReader.Read(body.Body).ShouldBeOfType<EventReading.Malformed>(body.Name).Reason;

        reason.Length.ShouldBeInRange(10, SecurityHubEventReader.MaxReason, body.Name);
        (reason.StartsWith('$') || reason.StartsWith("The body ", StringComparison.Ordinal)).ShouldBeTrue($"{body.Name}: {reason}");
        reason.ShouldEndWith(".", Case.Sensitive, $"{body.Name}: {reason}");
        reason.Any(char.IsControl).ShouldBeFalse(body.Name);
        reason.ShouldNotContain("cannot be read as an event (", Case.Sensitive, $"{body.Name} has no reason of its own");
    }

    [Fact]
    public void The_sound_event_that_they_are_made_from_is_read() =>
        SecurityHubEventReader.Read(MalformedBodies.Sound()).ShouldBeOfType<EventReading.Findings>().Items.Count.ShouldBe(1);

    [Fact]
    public void No_damage_makes_the_reader_throw()
    {
        var kinds = MalformedBodies.RandomlyDamaged(3000, seed: 20261123).Select(b => SecurityHubEventReader.Read(b).GetType().Name).ToList();

        kinds.ShouldContain(nameof(EventReading.Malformed));
        kinds.ShouldContain(nameof(EventReading.Findings), "damage within a free text leaves an event readable");
    }

    [Fact]
    public void Damaged_samples_of_every_kind_never_make_the_reader_throw()
    {
        var random = new Random(7);
        foreach (var sample in Samples.All)
        {
            var body = sample.AsEvent();
            for (var i = 0; i < 20; i++)
            {
                var damaged = (byte[])body.Clone();
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                SecurityHubEventReader.Read(damaged).ShouldNotBeNull();
                SecurityHubEventReader.Read(body.AsMemory(random.Next(body.Length))).ShouldNotBeNull();
            }
        }
    }

    [Theory]
    [InlineData("AwsAccountId", "\"1\"", "$.detail.findings[0].AwsAccountId must be twelve digits.")]
    [InlineData("Id", "7", "$.detail.findings[0].Id must be a string but is a number.")]
    [InlineData("UpdatedAt", "\"soon\"", "$.detail.findings[0].UpdatedAt must be a time such as 2025-05-30T03:30:32.781Z.")]
    [InlineData("Description", "\"a\\u0000b\"", "$.detail.findings[0].Description contains the character U+0000.")]
    [InlineData("Note", "{\"Text\":[\"x\",\"\\udead\"]}", "$.detail.findings[0].Note.Text[1] contains half of a surrogate pair.")]
    [InlineData("Confidence", "1e999", "$.detail.findings[0].Confidence is a number too large or too long to keep.")]
    [InlineData("Note", "{\"a\":1,\"a\":1}", "$.detail.findings[0].Note.a appears twice.")]
    public void The_reason_names_the_path(string field, string json, string reason)
    {
        var finding = Samples.Finding("asff_consolidated_S3.8_FAILED.json");
        finding[field] = "REPLACED";
        var body = Encoding.UTF8.GetString(Samples.ImportedEvent(finding)).Replace("\"REPLACED\"", json, StringComparison.Ordinal);

        SecurityHubEventReader.Read(Encoding.UTF8.GetBytes(body)).ShouldBe(new EventReading.Malformed(reason));
    }

    [Fact]
    public void A_hostile_name_in_a_reason_stays_one_short_line()
    {
        var name = "x\\n\\u2028" + new string('n', 1000);
        var reason = SecurityHubEventReader.Read(Encoding.UTF8.GetBytes($$"""{"{{name}}":"\ud800"}""")).ShouldBeOfType<EventReading.Malformed>().Reason;

        reason.Length.ShouldBeLessThanOrEqualTo(SecurityHubEventReader.MaxReason);
        reason.Any(c => char.IsControl(c) || c == '\u2028').ShouldBeFalse();
    }

    [Fact]
    public void An_empty_body_is_malformed() =>
        SecurityHubEventReader.Read(ReadOnlyMemory<byte>.Empty).ShouldBe(new EventReading.Malformed("The body is empty."));

    [Fact]
    public void A_whole_surrogate_pair_written_as_escapes_is_fine()
    {
        var finding = Samples.Finding("asff_consolidated_S3.8_FAILED.json");
        finding["Title"] = "😀 ok";
        var body = Encoding.UTF8.GetString(Samples.ImportedEvent(finding));

        body.ShouldContain("\\uD83D\\uDE00");
        ReadOne(Encoding.UTF8.GetBytes(body)).Title.ShouldBe("😀 ok");
    }

    private static Finding ReadOne(byte[] body) => SecurityHubEventReader.Read(body).ShouldBeOfType<EventReading.Findings>().Items.ShouldHaveSingleItem().Finding;
}
