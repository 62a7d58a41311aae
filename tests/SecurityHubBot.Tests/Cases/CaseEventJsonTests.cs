using SecurityHubBot.Cases;
using SecurityHubBot.Domain.Cases;

namespace SecurityHubBot.Tests.Cases;

public sealed class CaseEventJsonTests
{
    public static TheoryData<string> Names => [.. SomeCases.Events().Select(e => e.Name)];

    [Theory, MemberData(nameof(Names))]
    public void An_event_survives_storage(string name)
    {
        var happened = SomeCases.Events().Single(e => e.Name == name).Event;
        CaseEventJson.TryDeserialize(CaseEventJson.Serialize(happened)).ShouldBe(happened);
    }

    /// <summary>Rows written by this version must be readable for ever: change the reader, never these texts.</summary>
    [Fact]
    public void The_stored_form_stays()
    {
        string[] expected =
        [
            """{"kind":"opened","resources":3}""",
            """{"kind":"resources_changed","added":1,"now_fixed":2,"still_failing":3}""",
            """{"kind":"accepted","by":"U0AIKO001","from":null}""",
            """{"kind":"ticket_linked","by":"U0AIKO001","ticket":{"id":"#8812","url":"https://redmine.example.com/issues/8812"},"before":null,"title":null}""",
            """{"kind":"ticket_created","ticket":{"id":"#8812","url":"https://redmine.example.com/issues/8812"}}""",
            """{"kind":"ticket_reopened","ticket":{"id":"#8812","url":"https://redmine.example.com/issues/8812"},"still_failing":3}""",
            """{"kind":"ticket_gone","ticket":{"id":"#8812","url":"https://redmine.example.com/issues/8812"}}""",
            """{"kind":"fixed","by":"U0AIKO001","took":"3.04:05:00","resources":3}""",
            """{"kind":"relapsed","resources":2}""",
            """{"kind":"new_episode","episode":2,"due_on":"2026-12-21","resources":2}""",
            """{"kind":"withdrawn","policy":"notify"}""",
            """{"kind":"severity_changed","from":"high","to":"critical"}""",
            """{"kind":"due_changed","from":"2026-12-07","to":"2026-12-14"}""",
            """{"kind":"excepted","resources":3}""",
            """{"kind":"reopened","due_on":"2026-12-21","resources":2}""",
            """{"kind":"exception_requested","by":"U0AIKO001","until":"2027-01-31","scope":"all","resources":3,"exception":12}""",
            """{"kind":"exception_decided","exception":12,"by":"U0BEN0001","approved":false,"requested_by":"U0AIKO001","until":null,"comment":"Please use signed addresses."}""",
            """{"kind":"exception_withdrawn","exception":12,"by":"U0AIKO001","was_approved":false}""",
            """{"kind":"exception_chased","exception":12}""",
            """{"kind":"exception_undecided","exception":12,"requested_by":"U0AIKO001"}""",
            """{"kind":"exception_renewal_asked","exception":12,"requested_by":"U0AIKO001","until":"2026-12-31"}""",
            """{"kind":"exception_lapsed","exception":12,"requested_by":"U0AIKO001","until":"2026-12-31"}""",
        ];
        string[] names = ["Opened", "ResourcesChanged", "Accepted", "TicketLinked", "TicketCreated", "TicketReopened", "TicketGone", "Fixed", "Relapsed", "NewEpisode", "Withdrawn notify", "SeverityChanged", "DueChanged",
            "Excepted", "Reopened", "ExceptionRequested", "ExceptionDecided: rejected", "ExceptionWithdrawn", "ExceptionChased", "ExceptionUndecided", "RenewalAsked", "ExceptionLapsed"];
        names.Select(n => CaseEventJson.Serialize(SomeCases.Events().Single(e => e.Name == n).Event)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"kind":"excepted","until":"2027-01-01"}""")]
    [InlineData("""{"kind":7}""")]
    [InlineData("""{"kind":null}""")]
    [InlineData("""{"kind":"accepted"}""")]
    [InlineData("""{"kind":"accepted","by":null,"from":null}""")]
    [InlineData("""{"kind":"fixed","by":null,"took":"soon","resources":1}""")]
    [InlineData("""{"kind":"severity_changed","from":"high","to":"apocalyptic"}""")]
    [InlineData("""{"kind":"severity_changed","from":"high","to":4}""")]
    [InlineData("""{"kind":"due_changed","from":"2026-13-01","to":"2026-12-14"}""")]
    public void What_this_version_does_not_know_is_no_event_and_no_exception(string json) => CaseEventJson.TryDeserialize(json).ShouldBeNull();

    [Fact]
    public void Fields_of_a_newer_version_are_ignored() =>
        CaseEventJson.TryDeserialize("""{"kind":"opened","resources":3,"why":"later"}""").ShouldBe(new CaseEvent.Opened(3));
}
