using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Integration;

/// <summary>
/// A random life: thousands of events, people, faults of Slack and restarts. Whatever happened on the way, in the end everything
/// agrees. A seed that fails is named by the test; add it here.
/// </summary>
public class SimulationTests
{
    /// <summary>The same for everybody, so that a change is judged by itself. To hunt: <c>SHUB_SIMULATION_SEEDS=11,12,13</c>.</summary>
    public static TheoryData<int> Seeds { get; } = Environment.GetEnvironmentVariable("SHUB_SIMULATION_SEEDS") is { Length: > 0 } wanted
        ? [.. wanted.Split(',').Select(int.Parse)]
        : [1, 2, 3];

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task Whatever_happens_everything_agrees_in_the_end(int seed) => Simulate(seed, DatabaseKind.Sqlite, instances: 1, events: 2000);

    internal static async Task Simulate(int seed, DatabaseKind kind, int instances, int events)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var world = await SimulatedWorld.Create(database, seed, instances);
        const int Chapters = 3;
        for (var chapter = 0; chapter < Chapters; chapter++)
        {
            await world.Start();
            await world.Live(events / Chapters, chapter);
            if (chapter < Chapters - 1)
            {
                await world.Stop();
            }
        }

        await world.Settle();
        await new SimulatedTruth(world).Check();
        await world.OutliveExceptions();
        await new SimulatedTruth(world).Check();
        (await world.Bot.Count("exceptions where state in ('requested', 'approved')")).ShouldBe(0, $"seed {seed}");
        (await world.Bot.Count("cases where state = 'excepted'")).ShouldBe(0, $"seed {seed}: every lapse reopens");
        TestContext.Current.TestOutputHelper!.WriteLine(await world.Tale());
    }
}

/// <summary>The same life of two instances side by side.</summary>
public class TwoInstancesSimulationTests
{
    public static TheoryData<int> Seeds => SimulationTests.Seeds;

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task Whatever_happens_to_two_instances_everything_agrees_in_the_end(int seed) => SimulationTests.Simulate(seed, DatabaseKind.Postgres, instances: 2, events: 800);
}
