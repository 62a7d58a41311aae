namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>A small organisation: its accounts, the findings that it starts with, and the two tables to import into the bot.</summary>
public sealed class Organisation
{
    private static readonly string[] AccountColumns =
        ["account_id", "name", "environment", "channel", "owners", "escalation", "ticket_project", "language"];

    private readonly Dictionary<string, OrganisationAccount> _byId;

    internal Organisation(IReadOnlyList<OrganisationAccount> accounts, IReadOnlyList<SeedResource> resources)
    {
        Accounts = accounts;
        Resources = resources;
        _byId = accounts.ToDictionary(a => a.AccountId);
    }

    public static Organisation Default { get; } =
        new(EmbeddedData.List<OrganisationAccount>("data/accounts.json"), EmbeddedData.List<SeedResource>("data/resources.json"));

    /// <summary>An organisation of any accounts, in which nothing has been found yet.</summary>
    public static Organisation Of(params IReadOnlyList<OrganisationAccount> accounts) => new(accounts, []);

    public IReadOnlyList<OrganisationAccount> Accounts { get; }

    internal IReadOnlyList<SeedResource> Resources { get; }

    public OrganisationAccount? Find(string accountId) => _byId.GetValueOrDefault(accountId);

    internal OrganisationAccount Named(string name) =>
        Accounts.FirstOrDefault(a => a.Name == name) ?? throw new InvalidOperationException($"The seed names the unknown account {name}.");

    /// <summary>The account table for <c>import accounts</c>. People whom <paramref name="userIdOf"/> does not know are left out.</summary>
    /// <param name="userIdOf">From a person's name such as <c>sato</c> to the workspace's user id, or null.</param>
    public string AccountsCsv(Func<string, string?> userIdOf)
    {
        ArgumentNullException.ThrowIfNull(userIdOf);
        var rows = Accounts.Where(a => a.InTable).Select(account => Csv.Line(
            account.AccountId,
            account.Name,
            account.Environment,
            account.Channel,
            string.Join(';', account.Owners.Select(userIdOf).OfType<string>()),
            account.Escalation.Length == 0 ? "" : userIdOf(account.Escalation) ?? "",
            account.TicketProject,
            account.Language));
        return Csv.Line(AccountColumns) + string.Concat(rows);
    }

    /// <summary>A believable policy table for <c>import policies</c>.</summary>
    public static string PoliciesCsv() => EmbeddedData.Text("data/policies.csv");
}

/// <summary>A resource in the seed; <paramref name="Count"/> of them when it is given, <c>{0}</c> in the name being the number.</summary>
/// <param name="Name">What people call it; null for controls that look at the account itself.</param>
/// <param name="Days">How many days ago it began to be as it is.</param>
/// <param name="Region">Null for the account's first Region.</param>
internal sealed record SeedResource(
    string Account,
    string Control,
    int Days,
    string? Name = null,
    string? Region = null,
    ResourceStatus Status = ResourceStatus.Failed,
    int Count = 1);
