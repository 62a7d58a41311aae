namespace SecurityHubBot.Domain.Findings;

/// <summary>Everything by which a Security Hub finding may tell its control.</summary>
/// <param name="SecurityControlId">Compliance.SecurityControlId, sent since February 2023.</param>
/// <param name="Standard">The standard that ProductFields names.</param>
/// <param name="StandardControlId">ProductFields.ControlId, or RuleId in CIS 1.2.0.</param>
/// <param name="ConfigRule">Name of the AWS Config rule behind the check.</param>
internal sealed record ControlClues(
    string? SecurityControlId,
    FindingNames Names,
    StandardId? Standard,
    string? StandardControlId,
    string? ConfigRule);

/// <summary>A control as one standard calls it: <c>cis-aws-foundations-benchmark/v/1.2.0</c> and <c>1.4</c>.</summary>
internal readonly record struct StandardControl(StandardId Standard, string Id)
{
    public string Key => $"{Standard}/{Id}";

    /// <summary>
    /// Finds <c>…/v/VERSION/ID</c> in a GeneratorId, a finding's Id or a control's ARN; CIS 1.2.0 writes <c>/rule/</c> in front of the id.
    /// </summary>
    public static StandardControl? Find(string text)
    {
        var parts = text.Split('/');
        for (var i = 1; i + 2 < parts.Length; i++)
        {
            if (parts[i] != "v")
            {
                continue;
            }

            var id = parts[i + 2] == "rule" && i + 3 < parts.Length ? parts[i + 3] : parts[i + 2];
            var name = parts[i - 1][(parts[i - 1].LastIndexOf(':') + 1)..];
            return id.Length > 0 && StandardId.TryParse($"{name}/v/{parts[i + 1]}", out var standard) ? new StandardControl(standard, id) : null;
        }

        return null;
    }
}

/// <summary>
/// From what a finding says to the security control. In order: the control id it carries; a consolidated GeneratorId or Id;
/// AWS's table of per-standard ids; per-standard ids that are security control ids already (FSBP, NIST, Control Tower without
/// its <c>CT.</c>; retired controls too); and for what nobody can translate a made-up id (<see cref="Untranslated"/>), so that
/// no finding is dropped.
/// </summary>
internal static class ControlResolver
{
    private const string Consolidated = "security-control/";
    private const string ControlTower = "CT.";
    private const string Pci = "PCI.";

    public static ControlId? Resolve(ControlClues clues)
    {
        if (ControlId.TryParse(clues.SecurityControlId, out var given)
            || TryConsolidated(clues.Names.GeneratorId, out given)
            || TryConsolidated(clues.Names.Id, out given))
        {
            return given;
        }

        var known = Candidates(clues).ToList();
        foreach (var candidate in known)
        {
            if (GeneratorIds.Find(candidate.Key) is { Count: > 0 } controls)
            {
                return Choose(controls, clues);
            }
        }

        return AlreadySecurityControl(known, clues) ?? (known.Count > 0 ? Untranslated(known[0]) : null);
    }

    private static IEnumerable<StandardControl> Candidates(ControlClues clues)
    {
        if (StandardControl.Find(clues.Names.GeneratorId) is { } byGenerator)
        {
            yield return byGenerator;
        }

        if (clues is { Standard: { } standard, StandardControlId: { Length: > 0 } id })
        {
            yield return new StandardControl(standard, id);
        }

        if (StandardControl.Find(clues.Names.Id) is { } byId)
        {
            yield return byId;
        }
    }

    private static bool TryConsolidated(string text, out ControlId control)
    {
        control = default;
        var at = text.IndexOf(Consolidated, StringComparison.Ordinal);
        if (at < 0 || (at > 0 && text[at - 1] is not (':' or '/')))
        {
            return false;
        }

        var rest = text.AsSpan(at + Consolidated.Length);
        var end = rest.IndexOf('/');
        return ControlId.TryParse((end < 0 ? rest : rest[..end]).ToString(), out control);
    }

    /// <summary>
    /// CIS 1.2.0's 1.1 is the one id with two controls. Both findings have the same title; IAM.20 (retired in 2024) was checked
    /// by a Config rule about the root account's use, CloudWatch.1 by looking at metric filters, without a Config rule.
    /// </summary>
    private static ControlId Choose(IReadOnlyList<ControlId> controls, ControlClues clues)
    {
        if (controls.Count == 1)
        {
            return controls[0];
        }

        var byRule = clues.ConfigRule?.Contains("root-account", StringComparison.OrdinalIgnoreCase) == true;
        return controls.First(c => c.ToString().StartsWith("IAM.", StringComparison.OrdinalIgnoreCase) == byRule);
    }

    private static ControlId? AlreadySecurityControl(List<StandardControl> known, ControlClues clues)
    {
        foreach (var id in known.Select(k => k.Id).Append(clues.StandardControlId ?? "").Append(FindingTitle.Prefix(clues.Names.Title) ?? ""))
        {
            var bare = id.StartsWith(ControlTower, StringComparison.Ordinal) ? id[ControlTower.Length..] : id;
            if (ControlIds.IsNumbered(bare) && !bare.StartsWith(Pci, StringComparison.OrdinalIgnoreCase) && ControlId.TryParse(bare, out var control))
            {
                return control;
            }
        }

        return null;
    }

    /// <summary>
    /// <c>STANDARD_VERSION_ID</c>, such as <c>cis-aws-foundations-benchmark_1.7.0_1.6</c>: no security control looks like it, and it
    /// stays the same from finding to finding. Null only when it would not fit a control id.
    /// </summary>
    private static ControlId? Untranslated(StandardControl control)
    {
        var text = $"{control.Standard}/{control.Id}".Replace("/v/", "_", StringComparison.Ordinal).Replace('/', '_');
        return ControlId.TryParse(text, out var id) || ControlId.TryParse(control.Id, out id) ? id : null;
    }
}
