using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(SecurityHubBot.Tests.LongestFirst))]

namespace SecurityHubBot.Tests;

/// <summary>Begins with what takes minutes, so that it does not run alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest = ["SimulatedYearOnPostgres", "SimulatedYearOnSqlite", "TwoInstancesSimulation", "SimulationTests", "DisturbedYear", "WorkflowPace", "Terraform", "Redmine", "ControlScale"];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(Place)];

    private static int Place<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        var place = Array.FindIndex(Longest, name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal));
        return place < 0 ? Longest.Length : place;
    }
}
