using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Scores;
using SecurityHubBot.Hosting;
using SecurityHubBot.Scores;
using SecurityHubBot.Tests.Directories;
using SecurityHubBot.TestSupport;
using SecurityHubBot.TestSupport.Scores;

namespace SecurityHubBot.Tests.Scores;

/// <summary>Findings on a migrated database, and the scores that come of them. It is noon of 23 November 2026 in Tokyo.</summary>
internal sealed class ScoreBench(DirectoryBench directory) : IAsyncDisposable, IControlEnablement, IEnabledControls
{
    public const string Shop = "111122223333";
    public const string Game = "444455556666";
    public const string Fsbp = "aws-foundational-security-best-practices/v/1.0.0";
    public const string Cis = "cis-aws-foundations-benchmark/v/1.4.0";

    private const string Insert =
        """
        insert into findings (finding_key, finding_id, product_arn, account_id, region, control_key, control_id, standards, compliance, record_state,
            workflow, severity, title, resources, updated_at, received_at, content_hash, state_hash, original)
        values (@key, @key, 'arn', @account, @region, @upper, @control, @standards, @compliance, @record, @workflow, @severity, 'title', '[]', 1, 1, '', '', '{}')
        """;

    private int _inserted;

    public DirectoryBench Directory => directory;

    public FakeTimeProvider Time => (FakeTimeProvider)directory.Services.GetRequiredService<TimeProvider>();

    /// <summary>Where controls are switched on; everywhere unless a test says otherwise.</summary>
    public IsEnabled Enabled { get; set; } = (_, _, _, _) => true;

    public ScoreQuery Query => new(directory.Database, this, ControlCatalogue.Default);

    public ScoreHistory History => new(directory.Database);

    public static async Task<ScoreBench> Create(DatabaseKind kind) => new(await DirectoryBench.Create(kind));

    public static PlainFinding Finding(string control, string? compliance, string account = Shop, params string[] standards) =>
        new(account, "ap-northeast-1", control, standards is [] ? [Fsbp] : standards, compliance);

    public Task Add(params IEnumerable<PlainFinding> findings) => directory.Execute(Insert, findings.Select(Row).ToList());

    /// <param name="time">The clock of another instance.</param>
    public Task RunJob(TimeProvider? time = null) => new ScoreSnapshotJob(
        Query, directory.Services.GetRequiredService<IDirectory>(), directory.Database, new OrganisationOptions(), time ?? Time, NullLogger<ScoreSnapshotJob>.Instance).Run(CancellationToken.None);

    public Task Accounts() => directory.Accounts($"{DirectoryBench.AccountHeader}\n{Shop},shop-prod,production,#shop-aws,,,,ja\n{Game},game-prod,production,#game-aws,,,,en\n000000000001,shop-dev,development,#shop-aws,,,,ja\n");

    public ValueTask DisposeAsync() => directory.DisposeAsync();

    Task<IEnabledControls> IControlEnablement.Current(CancellationToken cancellationToken) => Task.FromResult<IEnabledControls>(this);

    bool IEnabledControls.IsEnabled(AccountId account, string region, ControlId control, StandardId? standard) =>
        Enabled(account.ToString(), region, control.Key, standard?.ToString());

    private object Row(PlainFinding finding) => new
    {
        key = $"finding-{_inserted++}",
        account = finding.Account,
        region = finding.Region,
        upper = finding.Control.ToUpperInvariant(),
        control = finding.Control,
        standards = string.Join(' ', finding.Standards),
        compliance = finding.Compliance,
        record = finding.IsArchived ? "ARCHIVED" : "ACTIVE",
        workflow = finding.IsSuppressed ? "SUPPRESSED" : finding.Compliance == "PASSED" ? "RESOLVED" : "NEW",
        severity = finding.Severity,
    };
}
