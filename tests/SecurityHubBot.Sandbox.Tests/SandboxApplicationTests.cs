using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using SecurityHubBot.Sandbox.Workspace;

namespace SecurityHubBot.Sandbox.Tests;

public sealed class SandboxApplicationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shub-sandbox-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_starts_on_free_ports_and_the_first_cards_come_by_themselves()
    {
        await using var sandbox = await Start();

        sandbox.PageUrl.Port.ShouldNotBe(sandbox.BotUrl.Port);
        using var http = new HttpClient();
        (await http.GetAsync(sandbox.PageUrl, Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await http.GetAsync(new Uri(sandbox.BotUrl, "health/ready"), Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var card = await sandbox.Workspace.WaitForMessageAsync("shop-aws");
        card.AllText.ShouldContain("対応期限");
        card.ActionIds.ShouldContain("case.accept");
        sandbox.Workspace.Calls.ShouldAllBe(c => c.Ok || c.Error == "not_in_channel" || c.Error == "ratelimited");
    }

    [Fact]
    public async Task The_tables_are_imported_once_and_a_reset_brings_them_back()
    {
        await (await Start()).DisposeAsync();
        (await Ask("select count(*) from policies")).ShouldNotBe("0");
        await Ask("update accounts set channel = '#general' where name = 'shop-prod'");

        await (await Start()).DisposeAsync();
        (await Ask("select channel from accounts where name = 'shop-prod'")).ShouldBe("#general");

        await (await Start(reset: true)).DisposeAsync();
        (await Ask("select channel from accounts where name = 'shop-prod'")).ShouldBe("#shop-aws");
    }

    [Fact]
    public async Task A_reset_forgets_what_was_said_and_leaves_other_files_alone()
    {
        var mine = Path.Combine(_folder, "thesis.txt");
        await File.WriteAllTextAsync(mine, "years of work", Token);
        await using (var before = await Start())
        {
            await before.Workspace.SayAsync(AozoraHosting.Ito, "shop-aws", "覚えていますか");
        }

        await using (var again = await Start())
        {
            again.Workspace.Messages("shop-aws").ShouldContain(m => m.Text == "覚えていますか");
        }

        await using var after = await Start(reset: true);
        after.Workspace.Messages("shop-aws").ShouldNotContain(m => m.Text == "覚えていますか");
        (await File.ReadAllTextAsync(mine, Token)).ShouldBe("years of work");
    }

    [Theory]
    [InlineData(true, "--port")]
    [InlineData(false, "--bot-port")]
    public async Task A_taken_port_is_named_and_nothing_stays_behind(bool isPage, string option)
    {
        using (var other = new TcpListener(IPAddress.Loopback, 0))
        {
            other.Start();
            var port = ((IPEndPoint)other.LocalEndpoint).Port;
            var refused = await Should.ThrowAsync<SandboxStartException>(() => SandboxApplication.Start(
                new SandboxOptions { Folder = _folder, PagePort = isPage ? port : 0, BotPort = isPage ? 0 : port }, Token));
            refused.Message.ShouldBe($"Port {port} is taken: is a sandbox running already? Otherwise choose another with {option}.");
        }

        await using var sandbox = await Start();
    }

    [Fact]
    public async Task A_folder_belongs_to_one_sandbox_and_a_reset_does_not_pull_it_away()
    {
        await using var first = await Start();
        await first.Workspace.WaitForMessageAsync("shop-aws");

        (await Should.ThrowAsync<SandboxStartException>(() => Start(reset: true))).Message.ShouldStartWith($"A sandbox is running in {_folder} already");
        await Ask("select count(*) from cases");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_explained()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "", Token);
        var refused = await Should.ThrowAsync<SandboxStartException>(() => SandboxApplication.Start(new SandboxOptions { Folder = Path.Combine(file, "x") }, Token));
        refused.Message.ShouldContain("--folder");
    }

    [Theory]
    [InlineData("[{]")]
    [InlineData("{}")]
    [InlineData("[null]")]
    [InlineData("[{}]")]
    public async Task Switched_controls_that_cannot_be_read_are_explained_and_a_reset_forgets_them(string text)
    {
        var file = Path.Combine(_folder, "controls.json");
        await File.WriteAllTextAsync(file, text, Token);
        (await Should.ThrowAsync<SandboxStartException>(() => Start())).Message.ShouldStartWith($"{file} does not hold switched controls (");
        await using var sandbox = await Start(reset: true);
        File.Exists(file).ShouldBeFalse();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Task<SandboxApplication> Start(bool reset = false) =>
        SandboxApplication.Start(new SandboxOptions { Folder = _folder, PagePort = 0, BotPort = 0, Reset = reset }, Token);

    private async Task<string?> Ask(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "bot.db")};Pooling=False");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (await command.ExecuteScalarAsync(Token))?.ToString();
    }
}
