using System.Buffers;

namespace SecurityHubBot.Domain.Findings;

/// <summary>Shapes of control ids within the standards.</summary>
internal static class ControlIds
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-");

    /// <summary>Words ending in a number: <c>S3.13</c>, <c>ELBv2.1</c>, <c>PCI.CloudTrail.1</c>.</summary>
    public static bool IsNumbered(ReadOnlySpan<char> text)
    {
        var dot = text.LastIndexOf('.');
        return dot > 0 && char.IsAsciiLetter(text[0]) && IsDigits(text[(dot + 1)..])
            && !text[..dot].ContainsAnyExcept(Allowed) && text[dot - 1] != '.';
    }

    /// <summary>Numbers of a benchmark: <c>1.4</c>, <c>2.1.5.1</c>.</summary>
    public static bool IsRequirement(ReadOnlySpan<char> text)
    {
        var numbers = 0;
        foreach (var part in text.Split('.'))
        {
            if (!IsDigits(text[part]))
            {
                return false;
            }

            numbers++;
        }

        return numbers >= 2;
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');
}
