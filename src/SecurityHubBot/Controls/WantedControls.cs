using System.Security.Cryptography;
using System.Text;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Controls;
using SecurityHubBot.Domain.Policies;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Controls;

/// <summary>What is wanted of the controls at one moment.</summary>
/// <param name="Rules">The policies and exceptions as one text.</param>
internal sealed record Wanted(ControlWishes Wishes, IReadOnlyDictionary<AccountId, Account> Accounts, string Rules)
{
    public bool NamesUnits => Wishes.Exceptions.Any(e => e.IsUnit);

    public ControlTarget Target(AccountId account, IReadOnlyList<string> units) => new(account, units, Environment(account));

    /// <summary>The same as long as no policy, no exception and none of these accounts' environments is another, and no exception has ended.</summary>
    public string Fingerprint(IEnumerable<AccountId> accounts)
    {
        var lines = accounts.Distinct().Select(a => $"{a} {Environment(a)}").Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines.Prepend(Rules)))));
    }

    private AccountEnvironment? Environment(AccountId account) => Accounts.TryGetValue(account, out var row) ? row.Environment : null;
}

internal sealed class WantedControls(Database database, IDirectory directory, ControlCatalogue catalogue, OrganisationOptions organisation, OrganisationUnits units, TimeProvider time)
{
    public async Task<Wanted> Read(CancellationToken cancellationToken)
    {
        var today = organisation.DateAt(time.GetUtcNow());
        var tables = await directory.Current(cancellationToken);
        var exceptions = (await database.Read(ControlExceptionStore.All, cancellationToken)).Where(e => today <= e.Until).ToList();
        return new Wanted(new ControlWishes(tables.Policies, catalogue, exceptions, today), tables.Accounts, Rules(tables, exceptions));
    }

    public async Task<ControlTarget> Target(Wanted wanted, AccountId account, CancellationToken cancellationToken) =>
        wanted.Target(account, wanted.NamesUnits ? await units.Above(account, cancellationToken) : []);

    private static string Rules(DirectorySnapshot tables, IEnumerable<ControlExemption> exceptions) => string.Join(
        '\n',
        tables.Policies.Rows.Select(r => Line(PolicyRowParser.Format(r))).Append("").Concat(exceptions.Select(e => Line(ControlExceptionParser.Format(e)))));

    private static string Line(IReadOnlyDictionary<string, string> cells) => string.Join('\t', cells.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Value));
}
