using Amazon.Organizations.Model;
using Amazon.SecurityHub.Model;
using SecurityHubBot.Aws;
using SecurityHubBot.Domain;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Controls;

/// <summary>In which accounts and Regions controls are switched.</summary>
/// <param name="Names">The accounts with their names, the administrator's included.</param>
/// <param name="Troubles">Accounts that are left out.</param>
internal sealed record ControlLandscape(IReadOnlyDictionary<AccountId, string> Names, IReadOnlyList<string> Regions, IReadOnlyList<ControlTrouble> Troubles);

/// <summary>Asks Security Hub for its members, and Organizations for their names and which of them are suspended.</summary>
internal sealed class ControlLandscapes(AwsPatience patience, AwsOptions options, AwsClients aws, Database database)
{
    public async Task<ControlLandscape> Read(CancellationToken cancellationToken)
    {
        var administrator = await aws.Account(cancellationToken);
        var members = await Members(cancellationToken);
        var known = await Accounts(cancellationToken);
        Dictionary<AccountId, string> names = [];
        List<ControlTrouble> troubles = [];
        foreach (var (id, status) in members.Prepend((administrator, "Enabled")).DistinctBy(m => m.Item1))
        {
            var (name, state) = known.GetValueOrDefault(id, (id.ToString(), "ACTIVE"));
            if (state != "ACTIVE" || status == "AccountSuspended")
            {
                troubles.Add(new ControlTrouble(ControlTroubleKind.Suspended, id.ToString(), "", state));
            }
            else if (status == "Enabled")
            {
                names[id] = name;
            }
        }

        return new ControlLandscape(names, await Regions(cancellationToken), troubles);
    }

    private async Task<List<(AccountId Id, string Status)>> Members(CancellationToken cancellationToken)
    {
        var hub = await aws.Home(cancellationToken);
        List<(AccountId, string)> members = [];
        string? token = null;
        do
        {
            var request = new ListMembersRequest { OnlyAssociated = true, NextToken = token };
            var page = await patience.Run("ListMembers", () => hub.ListMembersAsync(request, cancellationToken), cancellationToken);
            members.AddRange(page.Members.Where(m => AccountId.TryParse(m.AccountId, out _)).Select(m => (AccountId.Parse(m.AccountId!), m.MemberStatus ?? "")));
            token = page.NextToken;
        }
        while (!string.IsNullOrEmpty(token));
        return members;
    }

    // Without the right to ask Organizations, or without an organisation, Security Hub's own list has to do.
    private async Task<Dictionary<AccountId, (string Name, string Status)>> Accounts(CancellationToken cancellationToken)
    {
        Dictionary<AccountId, (string, string)> accounts = [];
        try
        {
            string? token = null;
            do
            {
                var request = new ListAccountsRequest { NextToken = token };
                var page = await patience.Run("ListAccounts", () => aws.Organizations.ListAccountsAsync(request, cancellationToken), cancellationToken);
                foreach (var account in page.Accounts.Where(a => AccountId.TryParse(a.Id, out _)))
                {
                    accounts[AccountId.Parse(account.Id!)] = (account.Name ?? account.Id!, account.Status ?? "ACTIVE");
                }

                token = page.NextToken;
            }
            while (!string.IsNullOrEmpty(token));
        }
        catch (Amazon.Organizations.AmazonOrganizationsException e) when (e.ErrorCode is "AccessDeniedException" or "AWSOrganizationsNotInUseException")
        {
            accounts.Clear();
        }

        return accounts;
    }

    private async Task<IReadOnlyList<string>> Regions(CancellationToken cancellationToken)
    {
        if (options.ListedRegions.Count > 0)
        {
            return options.ListedRegions;
        }

        var hub = await aws.Home(cancellationToken);
        var links = await patience.Run("GetFindingAggregator", () => LinkedRegions.Read(hub, cancellationToken), cancellationToken);
        return [.. (await LinkedRegions.Known(links, database, cancellationToken)).Prepend(aws.HomeRegion).Distinct(StringComparer.Ordinal)];
    }
}
