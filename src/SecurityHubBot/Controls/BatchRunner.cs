using Amazon.SecurityHub;
using Amazon.SecurityHub.Model;
using SecurityHubBot.Aws;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Controls;

namespace SecurityHubBot.Controls;

/// <summary>What became of a batch.</summary>
internal abstract record BatchOutcome
{
    private BatchOutcome()
    {
    }

    /// <param name="Switched">What is now as the plan says, by this run or by one that did not live to write it down.</param>
    /// <param name="Kept">How many were left alone: it was so already, or is not wanted any more.</param>
    internal sealed record Ended(IReadOnlyList<PlannedSwitch> Switched, int Kept, IReadOnlyList<ControlTrouble> Problems) : BatchOutcome;

    /// <summary>It cannot be done yet.</summary>
    internal sealed record Wait(TimeSpan For, ControlTrouble Why) : BatchOutcome;
}

/// <summary>
/// Makes one account's Region as the plan says. Looks again before it changes anything, and changes only what the plan says and is
/// still wanted: so it may be broken off and begun again at any point.
/// </summary>
internal sealed class BatchRunner(WantedControls wanted, RegionReader reader, AwsPatience patience, TimeProvider time, AwsClients aws)
{
    // Security Hub makes standards ready within minutes; after this long somebody has to look.
    private const int MostWaits = 60;

    private const int MostRounds = 6;

    private static readonly TimeSpan NotReadyPause = TimeSpan.FromMinutes(1);

    public async Task<BatchOutcome> Run(BatchRow batch, Wanted what, CancellationToken cancellationToken)
    {
        var account = AccountId.Parse(batch.Target);
        using var hub = await aws.Member(account, batch.Region, cancellationToken);
        var planned = batch.Switches.ToDictionary(s => (StandardId.Parse(s.Standard), ControlId.Parse(s.Control)));
        var reading = await reader.These(hub, [.. planned.Keys], cancellationToken);
        var target = await wanted.Target(what, account, cancellationToken);
        var todo = ControlComparison.Of(target, reading.Associations, what.Wishes, reading.AutoEnables, time.GetUtcNow())
            .Select(d => (d.Verdict, Plan: planned[(d.Association.Standard, d.Association.Control)]))
            .Where(d => d.Verdict == (d.Plan.On ? ControlVerdict.SwitchOn : ControlVerdict.SwitchOff))
            .Select(d => d.Plan)
            .ToList();
        if (todo.FirstOrDefault(s => reading.NotReady.Contains(StandardId.Parse(s.Standard))) is { } early && batch.Attempts < MostWaits)
        {
            return new BatchOutcome.Wait(NotReadyPause, new ControlTrouble(ControlTroubleKind.NotReady, batch.Target, batch.Region, early.Standard));
        }

        var refused = await Switch(hub, todo, reading.Arns, cancellationToken);
        var done = reading.Associations.Where(a => planned.TryGetValue((a.Standard, a.Control), out var plan) && a.IsOn == plan.On && a.Reason == plan.Why)
            .Select(a => planned[(a.Standard, a.Control)]);
        List<PlannedSwitch> switched = [.. todo.Where(s => !refused.ContainsKey(s)), .. done];
        var problems = refused.GroupBy(r => r.Value).Select(g => new ControlTrouble(
            g.Key == "ACCESS_DENIED" ? ControlTroubleKind.Denied : ControlTroubleKind.Failed, batch.Target, batch.Region, $"{g.Key}: {string.Join(", ", g.Select(r => r.Key.Control).Distinct())}")).ToList();
        return new BatchOutcome.Ended(switched, planned.Count - switched.Count - refused.Count, problems);
    }

    /// <returns>What Security Hub did not do, with its code.</returns>
    private async Task<Dictionary<PlannedSwitch, string>> Switch(IAmazonSecurityHub hub, IReadOnlyList<PlannedSwitch> todo, IReadOnlyDictionary<StandardId, string> arns, CancellationToken cancellationToken)
    {
        Dictionary<PlannedSwitch, string> refused = [];
        var left = new Queue<PlannedSwitch[]>(todo.Chunk(RegionReader.MostAtOnce));
        var round = 0;
        while (left.TryDequeue(out var chunk))
        {
            try
            {
                var failures = await Send(hub, chunk, arns, cancellationToken);
                var again = failures.Where(f => f.IsWorthRetry && round < MostRounds).Select(f => f.Switch).ToArray();
                foreach (var failure in failures.Where(f => !again.Contains(f.Switch)))
                {
                    refused[failure.Switch] = failure.Code;
                }

                if (again.Length > 0)
                {
                    await patience.Wait(++round, cancellationToken);
                    left.Enqueue(again);
                }
            }
            catch (InvalidInputException) when (chunk.Length > 1)
            {
                // How many it takes at once is not documented, and one wrong item may refuse the whole call.
                left.Enqueue(chunk[..(chunk.Length / 2)]);
                left.Enqueue(chunk[(chunk.Length / 2)..]);
            }
            catch (InvalidInputException e)
            {
                refused[chunk[0]] = e.ErrorCode;
            }
        }

        return refused;
    }

    private async Task<List<(PlannedSwitch Switch, string Code, bool IsWorthRetry)>> Send(
        IAmazonSecurityHub hub, PlannedSwitch[] chunk, IReadOnlyDictionary<StandardId, string> arns, CancellationToken cancellationToken)
    {
        var request = new BatchUpdateStandardsControlAssociationsRequest
        {
            StandardsControlAssociationUpdates =
            [
                .. chunk.Select(s => new StandardsControlAssociationUpdate
                {
                    StandardsArn = arns[StandardId.Parse(s.Standard)],
                    SecurityControlId = s.Control,
                    AssociationStatus = s.On ? AssociationStatus.ENABLED : AssociationStatus.DISABLED,
                    UpdatedReason = s.Why,
                }),
            ],
        };
        var answer = await patience.Run("BatchUpdateStandardsControlAssociations", () => hub.BatchUpdateStandardsControlAssociationsAsync(request, cancellationToken), cancellationToken);
        return [.. answer.Failures().Select(f => (chunk.First(s => arns[StandardId.Parse(s.Standard)] == f.Item.StandardsArn && string.Equals(s.Control, f.Item.SecurityControlId, StringComparison.OrdinalIgnoreCase)), f.ErrorCode, f.IsWorthRetry))];
    }
}
