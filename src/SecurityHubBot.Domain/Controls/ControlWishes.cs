using System.Globalization;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Policies;

namespace SecurityHubBot.Domain.Controls;

/// <summary>How a control should be in a standard of an account.</summary>
/// <param name="IsExplicit">Somebody has decided it with a row or an exception; only then is undone what somebody else has switched off.</param>
/// <param name="Why">As Security Hub keeps it beside the switch.</param>
public sealed record ControlWish(bool IsOn, bool IsExplicit, string Why);

/// <summary>What the policies and exceptions want of the controls: a pure function of both.</summary>
/// <param name="Today">In the organisation's time zone; exceptions end by it.</param>
public sealed record ControlWishes(PolicyTable Policies, ControlCatalogue Catalogue, IReadOnlyList<ControlExemption> Exceptions, DateOnly Today)
{
    private const int LongestNote = 200;

    private readonly ILookup<ControlId, ControlExemption> _exceptions = Exceptions.ToLookup(e => e.Control);

    public ControlWish Of(ControlTarget target, StandardId standard, ControlId control)
    {
        var decision = PolicyRules.Decide(new PolicyQuestion(control, Catalogue.Find(control), FailedSeverity: null, [standard], target.Account, target.Environment, Policies));
        if (decision.Policy != ResponsePolicy.Disable)
        {
            var isRow = decision.Source is PolicySource.AccountOverride or PolicySource.EnvironmentOverride or PolicySource.PolicyRow;
            return new ControlWish(IsOn: true, isRow, ControlReason.Of($"policy {decision.Policy.Code()}"));
        }

        if (_exceptions[control].Where(e => e.Covers(target, control, Today)).MaxBy(e => (e.Until, e.Scope)) is { } exception)
        {
            return new ControlWish(IsOn: true, IsExplicit: true, ControlReason.Of($"exception until {exception.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {Short(exception.Reason)}"));
        }

        var note = Policies.Find(standard, control)?.Note;
        return new ControlWish(IsOn: false, IsExplicit: true, ControlReason.Of(string.IsNullOrWhiteSpace(note) ? "policy disable" : $"policy disable: {Short(note)}"));
    }

    private static string Short(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestNote ? line : line[..(LongestNote - (char.IsHighSurrogate(line[LongestNote - 1]) ? 1 : 0))];
    }
}

/// <summary>The reason that Security Hub keeps beside a switch. By it the bot knows again what it has itself switched, even with an empty database.</summary>
public static class ControlReason
{
    private const string Mark = "SecurityHubBot: ";

    public static string Of(string why) => Mark + why;

    public static bool IsBots(string? reason) => reason is not null && reason.StartsWith(Mark, StringComparison.Ordinal);
}
