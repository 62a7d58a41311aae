using SecurityHubBot.Audit;
using SecurityHubBot.Domain;

namespace SecurityHubBot.Tests.Audit;

public class AuditActorTests
{
    public static TheoryData<AuditActor, string> Actors => new()
    {
        { AuditActor.Bot, "bot" },
        { AuditActor.Person("U0ITOYUKI1"), "person:U0ITOYUKI1" },
        { AuditActor.Job("exceptions"), "job:exceptions" },
        { AuditActor.Policy("ignore"), "policy:ignore" },
        { AuditActor.Tracker("redmine"), "tracker:redmine" },
        { AuditActor.Cli("root"), "cli:root" },
        { AuditActor.Cli("CORP:smith"), "cli:CORP:smith" },
    };

    [Theory]
    [MemberData(nameof(Actors))]
    public void An_actor_is_read_as_it_is_written(AuditActor actor, string text)
    {
        actor.ToString().ShouldBe(text);
        AuditActor.Parse(text).ShouldBe(actor);
    }

    [Theory]
    [InlineData("U0ITOYUKI1", "person:U0ITOYUKI1")]
    [InlineData("sandbox", "job:sandbox")]
    [InlineData("bot:x", "job:bot:x")]
    [InlineData("person:", "job:person:")]
    public void What_other_columns_hold_is_an_actor_too(string text, string actor) => AuditActor.Parse(text).ToString().ShouldBe(actor);

    [Fact]
    public void Subjects_are_readable()
    {
        AuditSubject.Case(new CaseNumber(142)).ToString().ShouldBe("case:142");
        AuditSubject.Exception(12).ToString().ShouldBe("exception:12");
        AuditSubject.Policy("*", "S3.8").ToString().ShouldBe("policy:*/S3.8");
        AuditSubject.Account("111122223333").ToString().ShouldBe("account:111122223333");
    }

    [Fact]
    public void A_state_is_always_the_same_text() =>
        AuditJson.Write(new { State = "open", DueOn = new DateOnly(2026, 12, 7), Assignee = (string?)null, Note = "担当 <b>\"x\"</b>", Count = 3 })
            .ShouldBe("""{"state":"open","due_on":"2026-12-07","note":"担当 <b>\"x\"</b>","count":3}""");
}
