using System.Diagnostics.CodeAnalysis;

namespace SecurityHubBot.Domain;

/// <summary>ASFF's <c>Severity.Label</c>, in rising order.</summary>
public enum Severity
{
    Informational,
    Low,
    Medium,
    High,
    Critical,
}

public static class Severities
{
    public static string Label(this Severity severity) => severity switch
    {
        Severity.Informational => "INFORMATIONAL",
        Severity.Low => "LOW",
        Severity.Medium => "MEDIUM",
        Severity.High => "HIGH",
        Severity.Critical => "CRITICAL",
        _ => throw new ArgumentOutOfRangeException(nameof(severity), severity, message: null),
    };

    public static bool TryParse([NotNullWhen(true)] string? label, out Severity severity)
    {
        Severity? found = (label ?? "").Trim().ToUpperInvariant() switch
        {
            "INFORMATIONAL" => Severity.Informational,
            "LOW" => Severity.Low,
            "MEDIUM" => Severity.Medium,
            "HIGH" => Severity.High,
            "CRITICAL" => Severity.Critical,
            _ => null,
        };
        severity = found ?? default;
        return found is not null;
    }

    /// <summary>ASFF's rule from <c>Severity.Normalized</c> (0–100) to a label.</summary>
    public static Severity FromNormalized(int normalized) => normalized switch
    {
        <= 0 => Severity.Informational,
        < 40 => Severity.Low,
        < 70 => Severity.Medium,
        < 90 => Severity.High,
        _ => Severity.Critical,
    };
}
