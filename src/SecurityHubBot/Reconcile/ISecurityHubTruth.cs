using SecurityHubBot.Domain;

namespace SecurityHubBot.Reconcile;

/// <summary>Security Hub itself, asked for all its findings. Events tell what changes; this tells what is.</summary>
public interface ISecurityHubTruth
{
    /// <summary>Where to read, each scope on its own. Asked at every run: accounts and Regions come and go.</summary>
    Task<IReadOnlyList<TruthScope>> Scopes(CancellationToken cancellationToken);

    /// <summary>
    /// One call of GetFindings: active and archived findings of every product, no filter but the scope and the time. How fast it is called,
    /// and how often again after a failure, is the caller's matter.
    /// </summary>
    /// <param name="since">Only what has been updated since, by its <c>UpdatedAt</c>; null for everything.</param>
    /// <param name="token">Null for the first page.</param>
    /// <exception cref="TruthTokenExpiredException">The token is no longer good; the scope has to be read from its first page again.</exception>
    /// <exception cref="TruthUnavailableException">Security Hub does not answer, or has had enough; later it may.</exception>
    Task<TruthPage> Read(TruthScope scope, DateTimeOffset? since, string? token, CancellationToken cancellationToken);
}

/// <summary>What one account's Security Hub shows in one Region.</summary>
/// <param name="Account">The account that is called; with <paramref name="Region"/> what AWS's limits count by.</param>
/// <param name="Regions">Regions whose findings it shows: its own, and in a home Region those that are linked.</param>
/// <param name="Accounts">Accounts whose findings it shows; null for all of the organisation, as an administrator sees them.</param>
public sealed record TruthScope(AccountId Account, string Region, IReadOnlyList<string> Regions, IReadOnlyList<AccountId>? Accounts = null)
{
    public string Key => $"{Account}/{Region}";
}

/// <param name="Findings">Up to 100, each as original ASFF JSON in UTF-8.</param>
/// <param name="NextToken">Null on the last page.</param>
public sealed record TruthPage(IReadOnlyList<ReadOnlyMemory<byte>> Findings, string? NextToken);

public sealed class TruthTokenExpiredException(string message, Exception? inner = null) : Exception(message, inner);

/// <param name="retryAfter">How long to wait, where Security Hub says so.</param>
public sealed class TruthUnavailableException(string message, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    public TimeSpan? RetryAfter => retryAfter;
}
