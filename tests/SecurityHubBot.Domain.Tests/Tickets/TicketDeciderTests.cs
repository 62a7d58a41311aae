using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Tickets;

namespace SecurityHubBot.Domain.Tests.Tickets;

public class TicketDeciderTests
{
    private static readonly TicketStanding Open = new(IsClosed: false, WeClosedIt: false, Reopened: 0, OthersNeedIt: false);
    private static readonly TicketStanding Closed = Open with { IsClosed = true };

    public static TheoryData<CaseState, TicketStanding?, TicketStep> Table => new()
    {
        { CaseState.Open, null, new TicketStep.Create() },
        { CaseState.Accepted, null, new TicketStep.Create() },
        { CaseState.Fixed, null, new TicketStep.Nothing() },
        { CaseState.Withdrawn, null, new TicketStep.Nothing() },
        { CaseState.Open, Open, new TicketStep.Nothing() },
        { CaseState.Accepted, Open, new TicketStep.Nothing() },
        { CaseState.Fixed, Open, new TicketStep.Close(TicketClosing.Done) },
        { CaseState.Withdrawn, Open, new TicketStep.Close(TicketClosing.NotPlanned) },
        { CaseState.Fixed, Closed, new TicketStep.Nothing() },
        // Somebody closed it while resources fail.
        { CaseState.Open, Closed, new TicketStep.Reopen(SomebodyClosedIt: true) },
        { CaseState.Accepted, Closed with { Reopened = 2 }, new TicketStep.Reopen(SomebodyClosedIt: true) },
        // And again, and again: somebody means it.
        { CaseState.Open, Closed with { Reopened = 3 }, new TicketStep.LeaveClosed() },
        // We closed it, and it fails again: however often.
        { CaseState.Open, Closed with { WeClosedIt = true, Reopened = 9 }, new TicketStep.Reopen(SomebodyClosedIt: false) },
        // Somebody opened it after we had closed it: their business.
        { CaseState.Fixed, Open with { WeClosedIt = true }, new TicketStep.Nothing() },
        // The same ticket stands for another case that still fails.
        { CaseState.Fixed, Open with { OthersNeedIt = true }, new TicketStep.Nothing() },
    };

    [Theory, MemberData(nameof(Table))]
    public void A_ticket_follows_its_case(CaseState state, TicketStanding? ticket, TicketStep expected) => TicketDecider.Decide(state, ticket).ShouldBe(expected);

    [Fact]
    public void Whatever_the_state_of_a_case_a_ticket_is_wanted_open_or_not_without_an_error() =>
        Enum.GetValues<CaseState>().ShouldAllBe(s => TicketDecider.WantsOpen(s) ? TicketDecider.Decide(s, Open) is TicketStep.Nothing : TicketDecider.Decide(s, Open) is TicketStep.Close);
}
