using FsCheck;
using FsCheck.Fluent;
using SecurityHubBot.Domain.Controls;
using SecurityHubBot.Domain.Policies;

namespace SecurityHubBot.Domain.Tests.Controls;

/// <summary>What holds of every comparison, whatever the policies, the exceptions and the state.</summary>
public class ControlPropertyTests
{
    private static readonly StandardId[] Standards = [StandardId.Parse("aws-foundational-security-best-practices/v/1.0.0"), StandardId.Parse("cis-aws-foundations-benchmark/v/3.0.0")];
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-24T00:00:00Z");

    private static readonly Gen<(int Seed, bool Auto)> Worlds = from seed in Gen.Choose(0, int.MaxValue) from auto in Gen.Elements(true, false) select (seed, auto);

    [Fact]
    public void Once_everything_is_switched_nothing_differs() => Check((wishes, state, auto) =>
    {
        var after = state.Select(a => Compare(wishes, [a], auto) is [{ Verdict: ControlVerdict.SwitchOff or ControlVerdict.SwitchOn } d]
            ? a with { IsOn = d.Verdict == ControlVerdict.SwitchOn, Reason = d.Why, UpdatedAt = Now } : a).ToList();
        return Compare(wishes, after, auto).All(d => d.Verdict == ControlVerdict.PendingRelease);
    });

    [Fact]
    public void Neither_the_order_nor_the_letter_case_of_the_list_matters() => Check((wishes, state, auto) =>
    {
        var other = state.Reverse().Select(a => a with { Control = ControlId.Parse(a.Control.ToString().ToUpperInvariant()) }).ToList();
        return Compare(wishes, state, auto).SequenceEqual(Compare(wishes, other, auto));
    });

    [Fact]
    public void What_nobody_decided_and_the_bot_did_not_switch_off_is_never_switched_on() => Check((wishes, state, auto) =>
        Compare(wishes, state, auto).Where(d => d.Verdict == ControlVerdict.SwitchOn).All(d =>
            ControlReason.IsBots(d.Association.Reason)
            || wishes.Policies.Find(d.Association.Standard, d.Association.Control)?.Policy is not null
            || wishes.Exceptions.Any(e => e.Control == d.Association.Control)));

    [Fact]
    public void Nothing_is_switched_off_that_is_not_wanted_off_or_that_is_excepted() => Check((wishes, state, auto) =>
        Compare(wishes, state, auto).Where(d => d.Verdict == ControlVerdict.SwitchOff).All(d =>
            wishes.Policies.Find(d.Association.Standard, d.Association.Control)?.Policy == ResponsePolicy.Disable
            && !wishes.Exceptions.Any(e => e.Covers(ControlComparisonTests.Target(), d.Association.Control, wishes.Today))));

    [Fact]
    public void A_configuration_policy_that_was_changed_as_offered_needs_no_further_change() => Check((wishes, state, auto) =>
    {
        var controls = Standards.ToDictionary(s => s, IReadOnlyList<ControlId> (s) => [.. state.Where(a => a.Standard == s).Select(a => a.Control)]);
        var policy = new ConfiguredControls(Standards, auto, [.. state.Where(a => a.IsOn == auto).Select(a => a.Control).Distinct()]);
        var change = ConfigurationPolicyChange.Of(policy, [ControlComparisonTests.Target()], controls, wishes);
        return ConfigurationPolicyChange.Of(policy.With(change), [ControlComparisonTests.Target()], controls, wishes).IsEmpty
            && !change.SwitchOff.Intersect(change.SwitchOn).Any();
    });

    private static void Check(Func<ControlWishes, IReadOnlyList<ControlAssociation>, bool, bool> holds) => Prop.ForAll(Worlds.ToArbitrary(), world =>
    {
        var random = new Random(world.Seed);
        var controls = Enumerable.Range(1, 12).Select(n => ControlId.Parse($"Test.{n}")).ToList();
        var rows = controls.Where(_ => random.Next(3) > 0)
            .Select(c => ControlComparisonTests.Row(Pick(random, "track", "ignore", "disable", "disable"), random.Next(2) == 0 ? "*" : Standards[random.Next(2)].ToString(), "", c.ToString()));
        var exceptions = controls.Where(_ => random.Next(4) == 0)
            .Select(c => new ControlExemption(Pick(random, "111122223333", "r-a1b2", "999988887777"), c, "r", new DateOnly(2026, 11, 20 + random.Next(10)))).ToArray();
        var state = controls.SelectMany(c => Standards.Select(s => new ControlAssociation(
            s, c, random.Next(2) == 0, PickOrNull(random, null, "somebody", "SecurityHubBot: policy disable"), Now.AddDays(-random.Next(30))))).ToList();
        return holds(ControlComparisonTests.Wishes(PolicyTable.Create(rows), exceptions), state, world.Auto);
    }).QuickCheckThrowOnFailure();

    private static IReadOnlyList<ControlDifference> Compare(ControlWishes wishes, IReadOnlyList<ControlAssociation> state, bool auto) =>
        ControlComparison.Of(ControlComparisonTests.Target(), state, wishes, auto, Now);

    private static string Pick(Random random, params string[] from) => from[random.Next(from.Length)];

    private static string? PickOrNull(Random random, params string?[] from) => from[random.Next(from.Length)];
}
