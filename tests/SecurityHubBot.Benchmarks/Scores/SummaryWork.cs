using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SecurityHubBot.Bulletins;
using SecurityHubBot.Persistence;
using SecurityHubBot.Summaries;

namespace SecurityHubBot.Benchmarks.Scores;

/// <summary>The summaries of a month as the program makes them, in the steps in which it does: made, written and drawn, noted as told. Posting is Slack's time.</summary>
internal sealed class SummaryWork(IServiceProvider services, NpgsqlDataSource source)
{
    // What is suppressed now was told a month ago.
    private const string Again =
        """
        truncate bulletins, summary_months, summary_findings, finding_workflows;
        insert into summary_findings (finding_key, audience, period, told_at)
        select finding_key, '', '2026-09', 0 from findings
        where policy = 'notify' and compliance = 'FAILED' and record_state = 'ACTIVE' and workflow = 'SUPPRESSED';
        analyze summary_findings;
        """;

    private readonly Dictionary<string, IBulletinContent> _contents =
        services.GetServices<IBulletinContent>().Where(c => c is SummaryContent).ToDictionary(c => c.Kind, StringComparer.Ordinal);

    private IReadOnlyList<BulletinRow> _made = [];

    /// <summary>As it was before the month was summed up.</summary>
    public async Task Begin()
    {
        await using var command = source.CreateCommand(Again);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The whole job: who gets one, all scores, and what each of them tells, kept until it is posted.</summary>
    public async Task<string> Make()
    {
        await services.GetRequiredService<MonthlySummaryJob>().Run(CancellationToken.None);
        return $"{await Count("bulletins")} summaries, {await Count("summary_findings where period = '2026-10'")} findings told only";
    }

    public async Task Load() => _made = await services.GetRequiredService<Database>().Read(
        session => session.Query<BulletinRow>($"select {BulletinStore.Columns} from bulletins order by id"), CancellationToken.None);

    public async Task<string> Draw()
    {
        var (pictures, blocks) = (0L, 0);
        foreach (var row in _made)
        {
            var bulletin = (await _contents[row.Kind].Render(row, CancellationToken.None))!;
            pictures += bulletin.Picture!.Content.Length;
            blocks += bulletin.Write("F0PICTURE01").Blocks.Count;
        }

        return $"{_made.Count} messages of {blocks} blocks, {pictures / 1024} KiB of pictures";
    }

    /// <summary>One transaction for each, as when it has been posted.</summary>
    public async Task<string> HaveTold()
    {
        var database = services.GetRequiredService<Database>();
        foreach (var row in _made)
        {
            await database.Write(session => _contents[row.Kind].Posted(session, row), CancellationToken.None);
        }

        return $"{await Count("finding_workflows")} findings to be suppressed";
    }

    private async Task<long> Count(string table)
    {
        await using var command = source.CreateCommand($"select count(*) from {table}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
