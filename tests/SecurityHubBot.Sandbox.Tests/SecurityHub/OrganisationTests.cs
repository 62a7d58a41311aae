using SecurityHubBot.Sandbox.SecurityHub;

namespace SecurityHubBot.Sandbox.Tests.SecurityHub;

public sealed class OrganisationTests
{
    private static readonly string[] Policies = ["track", "notify", "ignore", "disable"];

    [Fact]
    public void The_organisation_is_believable()
    {
        var accounts = Organisation.Default.Accounts;

        accounts.Count.ShouldBeGreaterThanOrEqualTo(12);
        accounts.ShouldAllBe(a => a.AccountId.Length == 12 && a.AccountId.All(char.IsAsciiDigit));
        accounts.Select(a => a.AccountId).ShouldBeUnique();
        accounts.Select(a => a.Name).ShouldBeUnique();
        accounts.ShouldAllBe(a => a.Regions.Count > 0 && a.Standards.Count > 0);
        accounts.Count(a => !a.InTable).ShouldBe(1);
        accounts.ShouldContain(a => !a.Consolidated);
        accounts.ShouldContain(a => a.Language == "en");
        accounts.ShouldContain(a => a.Channel == "#legacy-aws");
    }

    [Fact]
    public void The_first_day_has_findings_of_every_kind()
    {
        var resources = Seed.Resources(Organisation.Default, DateTimeOffset.UnixEpoch.AddYears(56)).ToList();

        resources.Select(r => r.ControlId).Distinct().Count().ShouldBeGreaterThanOrEqualTo(25);
        resources.GroupBy(r => (r.AccountId, r.Region, r.ControlId)).Max(g => g.Count()).ShouldBe(80);
        resources.ShouldContain(r => r.Status == ResourceStatus.Passed);
        resources.ShouldContain(r => r.Status == ResourceStatus.Archived);
        resources.ShouldContain(r => r.Name == "<!channel> & <b>");
        resources.ShouldContain(r => r.ControlId == GuardDutyFinding.Type);
        resources.ShouldAllBe(r => Organisation.Default.Find(r.AccountId)!.Regions.Contains(r.Region));
        var failing = resources.Where(r => r.Status == ResourceStatus.Failed).Select(r => r.ControlId).ToHashSet();
        var decided = Table(Organisation.PoliciesCsv());
        Policies.ShouldAllBe(p => decided.Any(row => row["policy"] == p && failing.Contains(row["control"])));
    }

    [Fact]
    public void The_account_table_has_every_account_but_the_unknown_one()
    {
        var rows = Table(Organisation.Default.AccountsCsv(name => $"U{name.ToUpperInvariant()}"));

        rows.Count.ShouldBe(Organisation.Default.Accounts.Count - 1);
        rows[0].Keys.ShouldBe(["account_id", "name", "environment", "channel", "owners", "escalation", "ticket_project", "language"]);
        rows.ShouldNotContain(r => r["name"] == "acquired-startup-prod");
        rows.ShouldAllBe(r => r["environment"] == "production" || r["environment"] == "staging" || r["environment"] == "development");
        rows.ShouldAllBe(r => r["channel"].StartsWith('#'));
        rows.Single(r => r["name"] == "media-prod")["owners"].ShouldBe("UYAMAMOTO;UITO");
    }

    [Fact]
    public void People_whom_the_workspace_does_not_know_are_left_out_of_the_account_table()
    {
        var rows = Table(Organisation.Default.AccountsCsv(name => name == "ito" ? "U2" : null));

        rows.Single(r => r["name"] == "media-prod")["owners"].ShouldBe("U2");
        rows.ShouldAllBe(r => r["escalation"] == "");
    }

    [Fact]
    public void The_policy_table_is_well_formed()
    {
        var rows = Table(Organisation.PoliciesCsv());

        rows[0].Keys.ShouldBe(["standard", "control", "policy", "category", "due_days", "environments", "note"]);
        rows.ShouldAllBe(r => SecurityControls.Find(r["control"]) != null);
        rows.ShouldAllBe(r => r["policy"] == "" || Policies.Contains(r["policy"]));
        rows.ShouldAllBe(r => r["due_days"] == "" || int.Parse(r["due_days"]) > 0);
        rows.Select(r => (r["standard"], r["control"])).ShouldBeUnique();
        var overrides = rows.SelectMany(r => r["environments"].Split(';', StringSplitOptions.RemoveEmptyEntries)).Select(o => o.Split('=')).ToList();
        overrides.ShouldAllBe(o => o.Length == 2 && Policies.Contains(o[1]));
        overrides.ShouldContain(o => o[0] == "production");
        overrides.ShouldContain(o => Organisation.Default.Find(o[0]) != null);
    }

    private static List<Dictionary<string, string>> Table(string csv)
    {
        var rows = Csv.Read(csv).ToList();
        rows.ShouldAllBe(r => r.Count == rows[0].Count);
        return [.. rows.Skip(1).Select(r => rows[0].Zip(r).ToDictionary(p => p.First, p => p.Second))];
    }
}
