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
/// <param name="Fingerprint">The same as long as no policy, exception or environment is another, and no exception has ended.</param>
internal sealed record Wanted(ControlWishes Wishes, IReadOnlyDictionary<AccountId, Account> Accounts, string Fingerprint)
{
    public bool NamesUnits => Wishes.Exceptions.Any(e => e.IsUnit);

    public ControlTarget Target(AccountId account, IReadOnlyList<string> units) => new(account, units, Accounts.TryGetValue(account, out var row) ? row.Environment : null);
}

internal sealed class WantedControls(Database database, IDirectory directory, ControlCatalogue catalogue, OrganisationOptions organisation, OrganisationUnits units, TimeProvider time)
{
    public async Task<Wanted> Read(CancellationToken cancellationToken)
    {
        var today = organisation.DateAt(time.GetUtcNow());
        var tables = await directory.Current(cancellationToken);
        var exceptions = (await database.Read(ControlExceptionStore.All, cancellationToken)).Where(e => today <= e.Until).ToList();
        return new Wanted(new ControlWishes(tables.Policies, catalogue, exceptions, today), tables.Accounts, Fingerprint(tables, exceptions));
    }

    public async Task<ControlTarget> Target(Wanted wanted, AccountId account, CancellationToken cancellationToken) =>
        wanted.Target(account, wanted.NamesUnits ? await units.Above(account, cancellationToken) : []);

    private static string Fingerprint(DirectorySnapshot tables, IEnumerable<ControlExemption> exceptions)
    {
        var policies = tables.Policies.Rows.Select(r => Line(PolicyRowParser.Format(r)));
        var accounts = tables.Accounts.Values.Select(a => $"{a.Id} {a.Environment}").Order(StringComparer.Ordinal);
        var text = string.Join('\n', policies.Append("").Concat(exceptions.Select(e => Line(ControlExceptionParser.Format(e)))).Append("").Concat(accounts));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static string Line(IReadOnlyDictionary<string, string> cells) => string.Join('\t', cells.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Value));
}
