namespace SecurityHubBot.Benchmarks.Scores;

/// <summary>What a piece of work takes of this process's memory at most, above what was there before.</summary>
/// <param name="Allocated">All that was allocated, whether it was still there or not.</param>
/// <param name="Heap">Most that the heap held at once.</param>
/// <param name="WorkingSet">Most that the process held at once.</param>
internal sealed record MemoryPeak(long Allocated, long Heap, long WorkingSet)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(2);

    public static async Task<(T Result, MemoryPeak Peak)> Of<T>(Func<Task<T>> work)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var (allocated, heap, workingSet) = (GC.GetTotalAllocatedBytes(precise: true), GC.GetTotalMemory(forceFullCollection: false), Environment.WorkingSet);
        var (mostHeap, mostSet) = (heap, workingSet);
        using var done = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                mostHeap = Math.Max(mostHeap, GC.GetTotalMemory(forceFullCollection: false));
                mostSet = Math.Max(mostSet, Environment.WorkingSet);
                await Task.Delay(Step);
            }
        });
        var result = await work();
        var all = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        await done.CancelAsync();
        await watching;
        return (result, new MemoryPeak(all, mostHeap - heap, mostSet - workingSet));
    }
}
