namespace SecurityHubBot.Domain.Scores;

/// <summary>
/// Passed controls among those that have a status. Controls without data and disabled ones are in none of the numbers. Scores are
/// not additive: a control that two accounts or two standards share counts once.
/// </summary>
/// <param name="Unknown">They count against the score, as in Security Hub.</param>
public sealed record Score(int Passed, int Failed, int Unknown)
{
    public static Score None { get; } = new(0, 0, 0);

    public int Total => Passed + Failed + Unknown;

    public bool IsPerfect => Total > 0 && Passed == Total;

    /// <summary>
    /// Whole percent, half of one rounded up; null when nothing has a status, which is neither 0 nor 100. 100 is for nothing but a
    /// perfect score: 99.6 is 99.
    /// </summary>
    public int? Percent
    {
        get
        {
            if (Total == 0)
            {
                return null;
            }

            var rounded = (int)(((200L * Passed) + Total) / (2L * Total));
            return rounded == 100 && !IsPerfect ? 99 : rounded;
        }
    }
}

/// <summary>What failed, by the control's own severity: findings that passed do not carry it.</summary>
/// <param name="Findings">Of the same controls; a consolidated finding is in each of its standards.</param>
public sealed record Failures(IReadOnlyDictionary<Severity, int> Controls, IReadOnlyDictionary<Severity, long> Findings)
{
    public static Failures None { get; } = new(new Dictionary<Severity, int>(), new Dictionary<Severity, long>());

    public int ControlsOf(Severity severity) => Controls.GetValueOrDefault(severity);

    public long FindingsOf(Severity severity) => Findings.GetValueOrDefault(severity);

    public long AllFindings => Findings.Values.Sum();
}

/// <param name="SuppressedFindings">Left out of the score, which they may have raised.</param>
/// <param name="NoData">Controls whose findings are all suppressed.</param>
/// <param name="Disabled">Controls that are switched off and still have findings.</param>
public sealed record ScoreLine(Score Score, Failures Failed, long SuppressedFindings, int NoData, int Disabled)
{
    public static ScoreLine Empty { get; } = new(Score.None, Failures.None, 0, 0, 0);
}

public sealed record StandardScore(StandardId Standard, ScoreLine Line)
{
    public Score Score => Line.Score;

    public Failures Failed => Line.Failed;

    public long SuppressedFindings => Line.SuppressedFindings;
}

/// <summary>The score of some accounts together.</summary>
/// <param name="All">Each control once, in however many standards it is.</param>
/// <param name="Standards">Every standard that a finding names, the foundational one first.</param>
public sealed record ScoreCard(ScoreLine All, IReadOnlyList<StandardScore> Standards)
{
    public static ScoreCard Empty { get; } = new(ScoreLine.Empty, []);

    public Score Overall => All.Score;

    public Failures Failed => All.Failed;

    public long SuppressedFindings => All.SuppressedFindings;
}
