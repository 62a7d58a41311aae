namespace SecurityHubBot.Domain.Exceptions;

/// <summary>Which resources some exceptions name together. Made once and asked for each resource: a case may have ten thousand.</summary>
public sealed class ExceptionCover
{
    private readonly bool _everything;
    private readonly HashSet<string> _named;

    private ExceptionCover(bool everything, HashSet<string> named) => (_everything, _named) = (everything, named);

    /// <summary>What may stay as it is now: only approved exceptions count.</summary>
    public static ExceptionCover Approved(IEnumerable<CaseException> exceptions) => Of(exceptions.Where(e => e.IsApproved));

    /// <summary>What is meant, approved or not.</summary>
    public static ExceptionCover Of(IEnumerable<CaseException> exceptions)
    {
        var all = exceptions as IReadOnlyCollection<CaseException> ?? [.. exceptions];
        return all.Any(e => e.Scope == ExceptionScope.AllAndFuture)
            ? new ExceptionCover(everything: true, [])
            : new ExceptionCover(everything: false, all.SelectMany(e => e.Resources).ToHashSet(StringComparer.Ordinal));
    }

    public bool Includes(string resource) => _everything || _named.Contains(resource);
}
