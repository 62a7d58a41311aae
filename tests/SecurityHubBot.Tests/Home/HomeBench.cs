using Microsoft.Extensions.DependencyInjection;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Home;
using SecurityHubBot.Hosting;
using SecurityHubBot.Scores;
using SecurityHubBot.Tests.Directories;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Home;

/// <summary>The Home tab's queries on a migrated database. Today is 23 November 2026.</summary>
internal sealed class HomeBench : IAsyncDisposable
{
    public const string Aiko = "U0AIKO001";
    public const string Ben = "U0BEN0001";
    public const string Shop = "111122223333";
    public const string Game = "444455556666";
    public const string Stranger = "777788889999";

    private HomeBench(DirectoryBench directory) => Directory = directory;

    public DirectoryBench Directory { get; }

    public static async Task<HomeBench> Create(DatabaseKind kind)
    {
        var bench = await DirectoryBench.Create(kind);
        (await bench.Accounts($"{DirectoryBench.AccountHeader}\n{Shop},shop-prod,production,#shop-aws,{Aiko},,,ja\n{Game},game-prod,production,#game-aws,{Ben},,,en\n")).ShouldNotBeOfType<ImportReport.Refused>();
        return new HomeBench(bench);
    }

    public async Task<HomeData> Read(string user, IReadOnlyList<string> accounts, bool isTeam = false, HomePages? pages = null)
    {
        var time = Directory.Services.GetRequiredService<TimeProvider>();
        var queries = new HomeQueries(Directory.Database, Directory.Services.GetRequiredService<IDirectoryTables>(), new AccountScoreQuery(new ScoreQuery(Directory.Database, new EnabledWhereFound(), ControlCatalogue.Default), time), new OrganisationOptions(), time);
        var snapshot = await Directory.Services.GetRequiredService<IDirectory>().Current(CancellationToken.None);
        return await queries.Read(user, new HomeViewer([.. accounts.Select(AccountId.Parse)], isTeam, CompleteAt: null), pages ?? HomePages.First, snapshot, CancellationToken.None);
    }

    public Task AddCase(string account, string control, string due, string severity = "HIGH", string state = "open", string? assignee = null) => Directory.Execute(
        """
        insert into cases (account_id, region, control_key, control_id, state, severity, title, standards, episode, opened_at, due_on, assignee, unfixed, version, updated_at)
        values (@account, 'ap-northeast-1', @key, @control, @state, @severity, 'title', '', 1, 1, @due, @assignee, 1, 1, 1)
        """,
        new { account, key = control.ToUpperInvariant(), control, due, severity, state, assignee });

    public Task AddException(long @case, string by, string state = "requested", string until = "2027-01-31") => Directory.Execute(
        """
        insert into exceptions (case_number, state, scope, reason, requested_by, requested_at, requested_until, version)
        values (@case, @state, 'all', 'reason', @by, 1, @until, 1)
        """,
        new { @case, by, state, until });

    public async Task AddFinding(string account, string control, string resource, string compliance, string workflow = "NEW", string record = "ACTIVE")
    {
        await Directory.AddFinding(account, "ap-northeast-1", control, resource);
        await Directory.Execute(
            "update findings set compliance = @compliance, workflow = @workflow, record_state = @record where finding_key = @key",
            new { compliance, workflow, record, key = $"{account}/ap-northeast-1/{control}/{resource}" });
    }

    public ValueTask DisposeAsync() => Directory.DisposeAsync();
}
