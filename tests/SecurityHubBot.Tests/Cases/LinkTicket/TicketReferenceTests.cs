using SecurityHubBot.Cases.LinkTicket;
using SecurityHubBot.Domain.Cases;

namespace SecurityHubBot.Tests.Cases.LinkTicket;

public sealed class TicketReferenceTests
{
    [Theory]
    [InlineData("#8812", "#8812")]
    [InlineData("8812", "#8812")]
    [InlineData("  8812\t", "#8812")]
    [InlineData("＃８８１２", "#8812")]
    [InlineData("SHOP-12", "SHOP-12")]
    [InlineData("shop-12", "SHOP-12")]
    [InlineData("ＳＨＯＰ－１２", "SHOP-12")]
    [InlineData("SHOP_WEB2-12", "SHOP_WEB2-12")]
    [InlineData("org/repo#12", "org/repo#12")]
    [InlineData("My-Org/my.repo_x#7", "My-Org/my.repo_x#7")]
    public void An_id_is_read(string typed, string id) => Read(typed).ShouldBe(new TicketLink(id, null));

    [Theory]
    [InlineData("https://redmine.example.com/issues/8812", "#8812")]
    [InlineData("https://redmine.example.com/issues/8812#note-3", "#8812")]
    [InlineData("http://intra/redmine/issues/8812?tab=history", "#8812")]
    [InlineData("https://redmine.example.com/projects/shop/issues/8812", "#8812")]
    [InlineData("https://example.atlassian.net/browse/SHOP-12", "SHOP-12")]
    [InlineData("https://jira.example.com/jira/browse/shop-12", "SHOP-12")]
    [InlineData("https://example.atlassian.net/jira/software/projects/SHOP/boards/1?selectedIssue=SHOP-12", "SHOP-12")]
    [InlineData("https://example.backlog.com/view/SHOP-12", "SHOP-12")]
    [InlineData("https://example.backlog.jp/view/SHOP_WEB-12#comment-1", "SHOP_WEB-12")]
    [InlineData("https://github.com/org/repo/issues/12", "org/repo#12")]
    [InlineData("https://github.example.com/org/repo/pull/12", "org/repo#12")]
    [InlineData("https://gitlab.com/group/sub/project/-/issues/12", "sub/project#12")]
    [InlineData("https://tickets.example.com/t/abc", "tickets.example.com/t/abc")]
    [InlineData("https://tickets.example.com:8443/", "tickets.example.com:8443")]
    [InlineData("https://redmine.example.com/issues/new", "redmine.example.com/issues/new")]
    public void An_address_is_read_and_its_id_recognised(string typed, string id)
    {
        var ticket = Read(typed);
        ticket.Id.ShouldBe(id);
        ticket.Url.ShouldBe(typed);
    }

    [Fact]
    public void A_long_address_is_shown_short()
    {
        var ticket = Read("https://tickets.example.com/" + new string('a', 500));
        ticket.Id.Length.ShouldBe(60);
        ticket.Id.ShouldEndWith("…");
    }

    [Theory]
    [InlineData(null, TicketProblem.Empty)]
    [InlineData("", TicketProblem.Empty)]
    [InlineData(" \u3000\t", TicketProblem.Empty)]
    [InlineData("javascript:alert(1)", TicketProblem.Unreadable)]
    [InlineData("JAVASCRIPT://example.com/%0aalert(1)", TicketProblem.Unreadable)]
    [InlineData("data:text/html,x", TicketProblem.Unreadable)]
    [InlineData("file:///etc/passwd", TicketProblem.Unreadable)]
    [InlineData("//example.com/issues/1", TicketProblem.Unreadable)]
    [InlineData("/issues/1", TicketProblem.Unreadable)]
    [InlineData("https://", TicketProblem.Unreadable)]
    [InlineData("https:///issues/1", TicketProblem.Unreadable)]
    [InlineData("see https://example.com/issues/1", TicketProblem.Unreadable)]
    [InlineData("https://example.com/issues/1 https://example.com/issues/2", TicketProblem.Unreadable)]
    [InlineData("https://example.com/\u0000issues/1", TicketProblem.Unreadable)]
    [InlineData("https://example.com/issues/1\u2028x", TicketProblem.Unreadable)]
    [InlineData("8812\n8813", TicketProblem.Unreadable)]
    [InlineData("🎫", TicketProblem.Unreadable)]
    [InlineData("<!channel>", TicketProblem.Unreadable)]
    [InlineData("<@U0AIKO001>", TicketProblem.Unreadable)]
    [InlineData("#", TicketProblem.Unreadable)]
    [InlineData("-12", TicketProblem.Unreadable)]
    [InlineData("SHOP-", TicketProblem.Unreadable)]
    [InlineData("12-SHOP", TicketProblem.Unreadable)]
    [InlineData("٨٨١٢", TicketProblem.Unreadable)]
    [InlineData("1234567890123456789", TicketProblem.Unreadable)]
    [InlineData("org/repo/more#12", TicketProblem.Unreadable)]
    [InlineData("https://github.com@evil.example/org/repo/issues/12", TicketProblem.Credentials)]
    [InlineData("https://user:secret@redmine.example.com/issues/1", TicketProblem.Credentials)]
    public void Anything_else_is_refused(string? typed, TicketProblem expected)
    {
        TicketReference.TryParse(typed, out var ticket, out var problem).ShouldBeFalse();
        ticket.ShouldBeNull();
        problem.ShouldBe(expected);
    }

    [Fact]
    public void What_is_too_long_is_refused()
    {
        foreach (var typed in (string[])[new string('8', 5000), "https://example.com/" + new string('a', 5000), "https://example.com/" + new string('あ', 200)])
        {
            TicketReference.TryParse(typed, out _, out var problem).ShouldBeFalse();
            problem.ShouldBe(TicketProblem.TooLong);
        }
    }

    private static TicketLink Read(string typed)
    {
        TicketReference.TryParse(typed, out var ticket, out _).ShouldBeTrue();
        return ticket!;
    }
}
