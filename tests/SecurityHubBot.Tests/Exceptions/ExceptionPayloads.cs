using System.Text.Json.Nodes;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Exceptions;
using SecurityHubBot.Exceptions.Decision;
using SecurityHubBot.Exceptions.Request;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.WebApi;
using SecurityHubBot.Tests.Cases;
using static SecurityHubBot.Tests.Cases.SomeCases;
using Case = SecurityHubBot.Domain.Cases.Case;

namespace SecurityHubBot.Tests.Exceptions;

/// <summary>Everything that exceptions say to Slack, in both languages, with what people mean well and with what they do not.</summary>
internal static class ExceptionPayloads
{
    private const string Channel = "C0SHOP001";

    private static readonly string Nasty = string.Concat(Enumerable.Repeat(HostileCases.Title + "\n\u202E=cmd()|' /C calc'!A0\n", 20))[..2000];

    private static readonly Lazy<(string Kind, string Name, JsonNode Args)[]> Written = new(() => [.. Enum.GetValues<Language>().SelectMany(Write)]);

    public static IEnumerable<(string Kind, string Name, JsonNode Args)> All() => Written.Value;

    public static IEnumerable<(string Name, RenderedMessage Message)> Messages(Language language)
    {
        foreach (var (name, exception, model) in Shown(language))
        {
            yield return ($"thread: {name}", ExceptionThread.Render(exception, model));
            yield return ($"approval: {name}", ApprovalMessage.Render(exception, model, isReminder: false));
            yield return ($"reminder: {name}", ApprovalMessage.Render(exception, model, isReminder: true));
        }

        foreach (var (name, happened, after) in Events().Where(e => DirectMessages.To(e.Event) is not null))
        {
            yield return ($"direct: {name}", DirectMessages.Render(happened, Card(after, language)).ShouldNotBeNull());
        }

        var number = new CaseNumber(142);
        yield return ("offer", ReasonOffer.Render(number, "公開用です。", language));
        yield return ("offer without words", ReasonOffer.Render(number, "", language));
        yield return ("offer of something long", ReasonOffer.Render(number, new string('あ', 5000), language));
    }

    public static IEnumerable<(string Name, ModalViewDefinition View)> Modals(Language language)
    {
        var (few, many) = (Card(Open(), language), Card(Open() with { Resources = [.. Enumerable.Range(0, 400).Select(i => Bucket($"shop-logs-{i:000}"))] }, language));
        foreach (var scope in Enum.GetValues<ExceptionScope>())
        {
            yield return ($"request {scope}", RequestModal.Render(new RequestView(few, scope, [], Channel)));
            yield return ($"request {scope} of many", RequestModal.Render(new RequestView(many, scope, Past(), Channel, "前回と同じ理由です。")));
        }

        yield return ("request, nasty", RequestModal.Render(new RequestView(Hostile(language), ExceptionScope.Chosen, NastyPast(), Channel, new string('"', 9000))));
        foreach (var (name, exception, model) in Shown(language).Where(s => s.Exception.IsPending))
        {
            yield return ($"decision: {name}", DecisionModal.Render(new ExceptionDossier(model, [], exception), Channel));
            yield return ($"decision: {name}, with history", DecisionModal.Render(new ExceptionDossier(model, [.. Past(), .. NastyPast()], exception), Channel));
        }
    }

    private static IEnumerable<(string Name, CaseException Exception, CardModel Model)> Shown(Language language)
    {
        var model = Card(Open(), language);
        foreach (var scope in Enum.GetValues<ExceptionScope>())
        {
            yield return ($"requested, {scope}", Requested() with { Scope = scope }, model);
        }

        foreach (var state in Enum.GetValues<ExceptionState>().Where(s => s != ExceptionState.Requested))
        {
            yield return (state.ToString(), Approved() with { State = state }, model);
        }

        yield return ("without evidence", Requested() with { Evidence = null }, model);
        yield return ("card not posted yet", Requested(), model with { Card = null });
        yield return ("nasty", Requested() with { Reason = Nasty, Evidence = "https://t.example/?" + new string('&', 980), RequestedBy = "U1> <!channel", Resources = [.. HostileCases.Names] }, Hostile(language));
        yield return ("nasty, decided", Approved() with { Reason = Nasty, Comment = Nasty, DecidedBy = "<!here>", Resources = [.. HostileCases.Names] }, Hostile(language));
        yield return ("many resources", Requested() with { Resources = [.. Enumerable.Range(0, 10_000).Select(i => $"arn:aws:s3:::b{i}-{new string('x', 1000)}")] }, model);
    }

    private static CardModel Card(Case about, Language language) => Model(about, language) with { Card = new CardLink("C0SHOP001", "1700000000.000100") };

    private static CardModel Hostile(Language language) => HostileCases.All(language).First(c => c.Name == "hostile names").Model with
    {
        Account = Shop(language) with { Name = HostileCases.Title },
        Card = new CardLink("C0SHOP001", "1700000000.000100"),
    };

    private static EarlierRequest[] Past() =>
    [
        new(Approved() with { Id = new ExceptionId(7), State = ExceptionState.Lapsed }, "ap-northeast-1"),
        new(Approved() with { Id = new ExceptionId(5), State = ExceptionState.Rejected, Comment = "Please use signed addresses." }, "us-east-1"),
    ];

    private static EarlierRequest[] NastyPast() =>
        [.. Enumerable.Range(1, 10).Select(i => new EarlierRequest(Approved() with { Id = new ExceptionId(i), State = ExceptionState.Rejected, Comment = Nasty, RequestedBy = "<!channel>" }, "<!channel>"))];

    private static IEnumerable<(string Kind, string Name, JsonNode Args)> Write(Language language)
    {
        foreach (var (name, message) in Messages(language))
        {
            yield return ("chat.postMessage", $"{name} ({language.Code()})", FakeSlack.Node(new Message { Channel = Channel, Text = message.Text, Blocks = message.Blocks }));
        }

        foreach (var (name, view) in Modals(language))
        {
            yield return ("views.open", $"{name} ({language.Code()})", new JsonObject { ["trigger_id"] = "1.2.3", ["view"] = FakeSlack.Node<ViewDefinition>(view) });
        }

        foreach (var problem in Enum.GetValues<ExceptionProblem>())
        {
            var errors = ExceptionAnswers.Errors(new Dictionary<ExceptionField, ExceptionProblem> { [ExceptionField.Reason] = problem }, ExceptionScope.All, language);
            yield return ("view_submission_response", $"problem {problem} ({language.Code()})", ButtonRig.Node(errors));
        }
    }
}
