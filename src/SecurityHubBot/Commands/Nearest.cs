namespace SecurityHubBot.Commands;

/// <summary>What somebody probably meant.</summary>
internal static class Nearest
{
    private const int LongestCompared = 100;

    /// <summary>The nearest words first, at most so many; only those that a few slips of the finger lead to, or that contain what was typed.</summary>
    public static IReadOnlyList<string> Of(string typed, IEnumerable<string> words, int atMost)
    {
        var text = Fold(typed);
        if (text.Length == 0)
        {
            return [];
        }

        return
        [
            .. words
                .Select(w => (Word: w, Distance: Distance(text, Fold(w)), Contains: text.Length >= 2 && Fold(w).Contains(text, StringComparison.Ordinal)))
                .Where(w => w.Contains || w.Distance <= Allowed(text.Length))
                .OrderBy(w => w.Contains ? 0 : 1).ThenBy(w => w.Distance).ThenBy(w => w.Word, StringComparer.Ordinal)
                .Select(w => w.Word)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Take(atMost),
        ];
    }

    /// <summary>Letters added, left out, changed or swapped with their neighbour.</summary>
    public static int Distance(string a, string b)
    {
        var before = new int[b.Length + 1];
        var last = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var next = new int[b.Length + 1];
            next[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                next[j] = Math.Min(Math.Min(next[j - 1], last[j]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    next[j] = Math.Min(next[j], before[j - 2] + 1);
                }
            }

            (before, last) = (last, next);
        }

        return last[b.Length];
    }

    // Two signs of Japanese are already a word of their own.
    private static int Allowed(int length) => length switch
    {
        < 3 => 1,
        < 6 => 2,
        _ => length / 3,
    };

    private static string Fold(string text) => (text.Length > LongestCompared ? text[..LongestCompared] : text).ToLowerInvariant();
}
