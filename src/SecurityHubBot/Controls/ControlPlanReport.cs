using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using SecurityHubBot.Directories;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Controls;

/// <summary>A plan as lines, as JSON and as CSV.</summary>
internal static class ControlPlanReport
{
    private const int MostLines = 500;

    // A spreadsheet opens it as it is; what is larger goes compressed.
    private const int LargestPlain = 5 * 1024 * 1024;

    private static readonly string[] Columns = ["kind", "account_id", "name", "region", "standard", "control", "change", "reason"];

    public static string ToJson(ControlPlan plan) => ControlJson.WriteForPeople(plan);

    public static string ToCsv(ControlPlan plan) => Csv(
        plan.Regions.SelectMany(r => r.Switches.Select(s => Row("switch", r.Account.ToString(), plan.Names.GetValueOrDefault(r.Account.ToString(), ""), r.Region, s.Standard, s.Control, Change(s.On), s.Why)))
            .Concat(plan.Policies.SelectMany(Rows))
            .Concat(plan.Pending.Select(p => Row("pending-release", p.Account, plan.Names.GetValueOrDefault(p.Account, ""), p.Region, p.Standard, p.Control, "", "")))
            .Concat(plan.Troubles.Select(t => Row(Kind(t.Kind), t.Account, plan.Names.GetValueOrDefault(t.Account, ""), t.Region, "", "", "", t.Detail))));

    /// <summary>What is to be approved, as it is stored: exactly this is done and nothing else.</summary>
    public static FileUpload File(long plan, IEnumerable<BatchRow> batches)
    {
        var text = Csv(batches.SelectMany(b => b.Kind == BatchRow.Policy
            ? Rows(ControlJson.Read<PlannedPolicy>(b.Changes))
            : b.Switches.Select(s => Row("switch", b.Target, "", b.Region, s.Standard, s.Control, Change(s.On), s.Why))));
        var bytes = CsvBytes.Write(text);
        return bytes.Length <= LargestPlain ? new FileUpload($"plan-{plan}.csv", bytes) : new FileUpload($"plan-{plan}.zip", Zip($"plan-{plan}.csv", bytes));
    }

    public static IEnumerable<string> Lines(ControlPlan plan)
    {
        var rows = plan.Regions.SelectMany(r => r.Switches.Select(s => $"{Change(s.On),-3}  {r.Account} {plan.Names.GetValueOrDefault(r.Account.ToString(), "")}  {r.Region}  {s.Standard}  {s.Control}"))
            .Concat(plan.Policies.SelectMany(Lines))
            .ToList();
        foreach (var row in rows.Take(MostLines))
        {
            yield return row;
        }

        if (rows.Count > MostLines)
        {
            yield return $"… and {rows.Count - MostLines} more (--csv has all of them)";
        }

        foreach (var control in plan.Pending.GroupBy(p => p.Control, StringComparer.OrdinalIgnoreCase))
        {
            yield return $"pending release: {control.Key} in {control.Count()} places; AWS switches it on by itself";
        }

        foreach (var trouble in plan.Troubles)
        {
            yield return $"{Kind(trouble.Kind)}: {trouble.Account} {plan.Names.GetValueOrDefault(trouble.Account, "")} {trouble.Region} {trouble.Detail}".TrimEnd();
        }

        var numbers = plan.Numbers();
        yield return $"{numbers.Off} to switch off, {numbers.On} to switch on: {numbers.Controls} controls in {numbers.Accounts} accounts ({plan.Read} accounts and Regions read, {plan.Troubles.Count} notes)";
    }

    private static IEnumerable<string> Lines(PlannedPolicy policy)
    {
        var place = $"configuration policy {policy.Name} ({policy.Id}), {policy.Accounts} accounts";
        return policy.SwitchOff.Select(c => $"off  {place}  {c}")
            .Concat(policy.SwitchOn.Select(c => $"on   {place}  {c}"))
            .Concat(policy.Divided.Select(c => $"not possible: {c} is wanted off in some accounts of {place} and on in others; move them to policies of their own"));
    }

    private static IEnumerable<string[]> Rows(PlannedPolicy policy) =>
        policy.SwitchOff.Select(c => Row("configuration-policy", policy.Id, policy.Name, "", "*", c, Change(false), ""))
            .Concat(policy.SwitchOn.Select(c => Row("configuration-policy", policy.Id, policy.Name, "", "*", c, Change(true), "")))
            .Concat(policy.Divided.Select(c => Row("divided", policy.Id, policy.Name, "", "*", c, "", "")));

    private static string[] Row(params string[] cells) => cells;

    private static string Change(bool on) => on ? "on" : "off";

    private static string Kind(ControlTroubleKind kind) => kind switch
    {
        ControlTroubleKind.Suspended => "suspended",
        ControlTroubleKind.RoleDenied => "role-denied",
        ControlTroubleKind.NoRole => "no-role",
        ControlTroubleKind.Denied => "denied",
        ControlTroubleKind.RegionOff => "region-off",
        ControlTroubleKind.HubOff => "security-hub-off",
        ControlTroubleKind.NotReady => "not-ready",
        ControlTroubleKind.Changed => "changed",
        ControlTroubleKind.Failed => "failed",
        _ => throw new UnreachableException(),
    };

    private static string Csv(IEnumerable<string[]> rows)
    {
        var text = new StringBuilder().AppendJoin(',', Columns).Append("\r\n");
        foreach (var row in rows)
        {
            text.AppendJoin(',', row.Select(c => Quoted(SpreadsheetCell.Write(c)))).Append("\r\n");
        }

        return text.ToString();
    }

    private static string Quoted(string cell) => cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static byte[] Zip(string name, byte[] content)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry(name).Open();
            entry.Write(content);
        }

        return file.ToArray();
    }
}
