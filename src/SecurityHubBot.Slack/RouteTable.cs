namespace SecurityHubBot.Slack;

/// <summary>What answers to an id: exactly this id first, then the first rule that accepts it.</summary>
internal sealed class RouteTable<T>
    where T : class
{
    private readonly Dictionary<string, T> _exact = new(StringComparer.Ordinal);
    private readonly List<(Func<string, bool> Accepts, T Route)> _rules = [];

    public void Add(string id, T route)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        if (!_exact.TryAdd(id, route))
            throw new InvalidOperationException($"'{id}' has a handler already.");
    }

    public void Add(Func<string, bool> accepts, T route) => _rules.Add((accepts, route));

    public T? Find(string id) => _exact.GetValueOrDefault(id) ?? _rules.FirstOrDefault(rule => rule.Accepts(id)).Route;
}
