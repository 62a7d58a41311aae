using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Accept;
using SecurityHubBot.Cases.LinkTicket;
using SecurityHubBot.Cases.Snooze;
using SecurityHubBot.Cases.TakeOver;
using SecurityHubBot.Domain;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Slack.Serialization;
using SecurityHubBot.Tickets;
using SecurityHubBot.Wording;
using Case = SecurityHubBot.Domain.Cases.Case;

namespace SecurityHubBot.Tests.Cases;

/// <summary>The case handlers with cases in memory and Slack recorded.</summary>
public sealed class ButtonRig : ILanguageOf
{
    private const string Channel = "C0SHOP001";

    private readonly Language _language;
    private readonly CaseAnswers _answers;

    public ButtonRig(Language language, params IEnumerable<Case> cases)
    {
        _language = language;
        Cases = new FakeCaseActions(cases);
        _answers = new CaseAnswers(Slack, this, NullLogger<CaseAnswers>.Instance);
    }

    public FakeSlack Slack { get; } = new();

    public FakeCaseActions Cases { get; }

    public FakeTicketCheck Tickets { get; } = new();

    public bool HasResponseUrl { get; set; } = true;

    /// <summary>Set: the button stands in a view of this type, where there is neither a channel nor a response URL.</summary>
    public string? ViewType { get; set; }

    public Task<Language> For(string userId, string? channelId, CancellationToken cancellationToken) => Task.FromResult(_language);

    public Task Accept(string user, string value) => new AcceptHandler(Cases, _answers).Handle(new ButtonAction { Value = value }, Request(user));

    public Task Snooze(string user, string? value) =>
        new SnoozeHandler(Cases, _answers).Handle(new OverflowAction { SelectedOption = value is null ? null : new Option { Text = new PlainText("?"), Value = value } }, Request(user));

    public Task LinkTicket(string user, string value) => new LinkTicketHandler(Cases, Tickets, _answers).Handle(new ButtonAction { Value = value }, Request(user));

    /// <summary>Submits the modal that was opened last, with what somebody typed.</summary>
    public Task<ViewSubmissionResponse?> SubmitTicket(string user, string? typed) => SubmitTicketWith(OpenedMetadata(), user, typed);

    public Task<ViewSubmissionResponse?> SubmitTicketWith(string metadata, string user, string? typed) =>
        new LinkTicketModal(Cases, Tickets, this).Handle(new ViewSubmission
        {
            User = new InteractionUser { Id = user },
            View = new ViewInfo { CallbackId = LinkTicketModal.CallbackId, PrivateMetadata = metadata, State = Typed(typed) },
        });

    public Task<ViewSubmissionResponse?> SubmitTakeOver(string user, string? metadata = null) =>
        new TakeOverModal(Cases, this).Handle(new ViewSubmission
        {
            User = new InteractionUser { Id = user },
            View = new ViewInfo { CallbackId = TakeOverModal.CallbackId, PrivateMetadata = metadata ?? OpenedMetadata() },
        });

    public static JsonObject Node(ViewSubmissionResponse response) =>
        JsonSerializer.SerializeToNode<ViewSubmissionResponse>(response, SlackJson.Options)!.AsObject();

    private string OpenedMetadata() => Slack.Sent[^1].Args["view"]!["private_metadata"]!.GetValue<string>();

    private BlockActionRequest Request(string user) => new()
    {
        User = new InteractionUser { Id = user },
        Channel = ViewType is null ? new InteractionChannel { Id = Channel } : null,
        View = ViewType is { } type ? new ViewInfo { Id = "V1", Type = type } : null,
        TriggerId = "12345.98765.abcd2358fdea",
        ResponseUrl = HasResponseUrl && ViewType is null ? "https://hooks.slack.com/actions/T0/1/x" : null,
    };

    private static ViewState Typed(string? typed) => new()
    {
        Values = new Dictionary<string, IReadOnlyDictionary<string, ElementValue>>
        {
            [LinkTicketModal.TicketInput] = new Dictionary<string, ElementValue>
            {
                [LinkTicketModal.TicketInput] = new PlainTextInputValue { Value = typed },
            },
        },
    };
}

/// <summary>A tracker that answers what the test says.</summary>
public sealed class FakeTicketCheck : ITicketCheck
{
    public TicketChecked Answer { get; set; } = new TicketChecked.Elsewhere();

    public string? Title { get; set; }

    public Task<TicketChecked> Check(CaseNumber about, Domain.Cases.TicketLink link, CancellationToken cancellationToken) => Task.FromResult(Answer);

    public Task<string?> TitleOf(CaseNumber about, CancellationToken cancellationToken) => Task.FromResult(Title);
}
