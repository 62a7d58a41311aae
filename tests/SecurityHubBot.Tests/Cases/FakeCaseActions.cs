using SecurityHubBot.Cases;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Deadlines;
using Case = SecurityHubBot.Domain.Cases.Case;

namespace SecurityHubBot.Tests.Cases;

/// <summary>Cases in memory, decided by the domain's own rules.</summary>
public sealed class FakeCaseActions(params IEnumerable<Case> cases) : ICaseActions
{
    private readonly Dictionary<CaseNumber, Case> _cases = cases.ToDictionary(c => c.Number);

    /// <summary>What somebody else does just before the next action arrives.</summary>
    public Action<Dictionary<CaseNumber, Case>>? Meanwhile { get; set; }

    public Case this[long number] => _cases[new CaseNumber(number)];

    public Task<Case?> Find(CaseNumber number, CancellationToken cancellationToken) => Task.FromResult(_cases.GetValueOrDefault(number));

    public Task<AcceptResult?> Accept(CaseNumber number, string user, string? insteadOf, CancellationToken cancellationToken)
    {
        Meanwhile?.Invoke(_cases);
        if (!_cases.TryGetValue(number, out var current))
        {
            return Task.FromResult<AcceptResult?>(null);
        }

        var result = CaseCommands.Accept(current, user, insteadOf, SomeCases.Opened.AddHours(1));
        _cases[number] = result is AcceptResult.Done done ? done.Case : current;
        return Task.FromResult<AcceptResult?>(result);
    }

    public Task<LinkTicketResult?> LinkTicket(CaseNumber number, string user, TicketLink ticket, string? title, CancellationToken cancellationToken)
    {
        Meanwhile?.Invoke(_cases);
        if (!_cases.TryGetValue(number, out var current))
        {
            return Task.FromResult<LinkTicketResult?>(null);
        }

        var result = CaseCommands.LinkTicket(current, user, ticket, title);
        _cases[number] = result is LinkTicketResult.Done done ? done.Case : current;
        return Task.FromResult<LinkTicketResult?>(result);
    }

    public Task<SnoozeResult?> Snooze(CaseNumber number, string user, int days, CancellationToken cancellationToken)
    {
        Meanwhile?.Invoke(_cases);
        if (!_cases.TryGetValue(number, out var current))
        {
            return Task.FromResult<SnoozeResult?>(null);
        }

        var result = CaseSnoozes.Snooze(current, user, days, BusinessCalendar.Japan, SomeCases.Today, SomeCases.Opened);
        _cases[number] = result is SnoozeResult.Done done ? done.Case : current;
        return Task.FromResult<SnoozeResult?>(result);
    }
}
