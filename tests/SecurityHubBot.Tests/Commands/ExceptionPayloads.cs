using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Tests.Cases;

namespace SecurityHubBot.Tests.Commands;

/// <summary>What <c>/shub exceptions</c> answers.</summary>
internal static class ExceptionPayloads
{
    private static readonly CardLink Card = new("C0SHOP001", "1700000000.000100");
    private static readonly CommandScope Own = new([AccountId.Parse("123456789012")], FromChannel: true);

    public static IEnumerable<(string Name, RenderedMessage Message)> Plain(CommandContext context)
    {
        ListedException[] all = [.. Enum.GetValues<ExceptionState>().Select(s => Listed(s, "The old bucket is read by a partner until March"))];
        foreach (var state in Enum.GetValues<ExceptionsState>())
        {
            var filter = ExceptionsFilter.None with { State = state };
            yield return ($"exceptions {state}", ExceptionsView.Render(new ExceptionsData(all, 1, 6), filter, Own, context));
            yield return ($"no exceptions {state}", ExceptionsView.Render(new ExceptionsData([], 1, 0), filter with { Mine = true }, Own, context));
        }

        yield return ("one exception", ExceptionsView.Render(new ExceptionsData(all[..1], 1, 1), ExceptionsFilter.None, CommandScope.Everything, context));
        yield return ("exceptions, page", ExceptionsView.Render(
            new ExceptionsData(all, 2, 31), ExceptionsFilter.None with { State = ExceptionsState.Pending, Mine = true, Scope = new ScopeWords([], Everywhere: true) }, CommandScope.Everything, context));
    }

    public static IEnumerable<(string Name, RenderedMessage Message)> Hostile(CommandContext context, string endless)
    {
        var many = Enumerable.Repeat(Listed(ExceptionState.Requested, endless), ExceptionQueries.PageSize).ToList();
        var scope = new CommandScope([.. Enumerable.Range(0, 20).Select(i => AccountId.Parse($"{i:000000000000}"))], FromChannel: false);
        yield return ("hostile exceptions", ExceptionsView.Render(new ExceptionsData(many, 2, 99), ExceptionsFilter.None, scope, context));
    }

    private static ListedException Listed(ExceptionState state, string reason) => new(
        new CaseException(
            new ExceptionId(12), new CaseNumber(142), state, ExceptionScope.All, [], reason, null, SomeCases.Aiko, SomeCases.Opened, new DateOnly(2027, 3, 31))
        {
            Until = state == ExceptionState.Requested ? null : new DateOnly(2027, 3, 1),
            DecidedAt = SomeCases.Opened.AddDays(2),
            EndedAt = state is ExceptionState.Lapsed or ExceptionState.Withdrawn or ExceptionState.Undecided ? SomeCases.Opened.AddDays(20) : null,
        },
        new ListedCase(SomeCases.Open(), 3, Card));
}
