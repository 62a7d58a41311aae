namespace SecurityHubBot.TestSupport.Scores;

/// <summary>Where a control is switched on; null stands for a finding that names no standard.</summary>
public delegate bool IsEnabled(string account, string region, string control, string? standard);

/// <summary>One line of an <see cref="ObviousScore"/>.</summary>
/// <param name="Percent">Null when nothing has a status.</param>
public sealed record ObviousLine(int Passed, int Failed, int Unknown, int? Percent, int SuppressedFindings, int FailedFindings, IReadOnlyList<string> FailedControls);

/// <summary>
/// The score a second time, written to be believed at a look and not to be fast: for every control all findings are read again, and
/// nothing of the program's own rules is used.
/// </summary>
public sealed record ObviousScore(ObviousLine All, IReadOnlyDictionary<string, ObviousLine> Standards)
{
    /// <param name="findings">Of whichever accounts are to be judged as one.</param>
    public static ObviousScore Of(IReadOnlyList<PlainFinding> findings, IsEnabled? isEnabled = null)
    {
        isEnabled ??= (_, _, _, _) => true;
        var active = findings.Where(f => !f.IsArchived).ToList();
        var standards = active.SelectMany(f => f.Standards).Distinct().ToList();
        return new ObviousScore(
            Line(active.Where(f => f.Standards.Count == 0 ? isEnabled(f.Account, f.Region, f.Control, null) : f.Standards.Any(s => isEnabled(f.Account, f.Region, f.Control, s)))),
            standards.ToDictionary(s => s, s => Line(active.Where(f => f.Standards.Contains(s) && isEnabled(f.Account, f.Region, f.Control, s)))));
    }

    private static ObviousLine Line(IEnumerable<PlainFinding> activeAndEnabled)
    {
        var findings = activeAndEnabled.ToList();
        var (passed, failed, unknown) = (0, new List<string>(), 0);
        foreach (var control in findings.Select(f => f.Control.ToUpperInvariant()).Distinct())
        {
            var counting = findings.Where(f => f.Control.Equals(control, StringComparison.OrdinalIgnoreCase) && !f.IsSuppressed).ToList();
            if (counting.Count == 0)
            {
                continue; // No data.
            }

            if (counting.Any(f => f.Compliance == "FAILED"))
            {
                failed.Add(control);
            }
            else if (counting.Any(f => f.Compliance != "PASSED"))
            {
                unknown++;
            }
            else
            {
                passed++;
            }
        }

        return new ObviousLine(
            passed, failed.Count, unknown, Percent(passed, passed + failed.Count + unknown),
            findings.Count(f => f.IsSuppressed), findings.Count(f => !f.IsSuppressed && f.Compliance == "FAILED"), [.. failed.Order(StringComparer.Ordinal)]);
    }

    private static int? Percent(int passed, int total)
    {
        if (total == 0)
        {
            return null;
        }

        var rounded = (int)Math.Round(100m * passed / total, MidpointRounding.AwayFromZero);
        return rounded == 100 && passed < total ? 99 : rounded;
    }
}
