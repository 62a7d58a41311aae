using Amazon.DynamoDBv2;
using SecurityHubBot.Cli;
using SecurityHubBot.Tests.Cli;

namespace SecurityHubBot.Tests.Directories.Dynamo;

/// <summary>The command line on tables in DynamoDB, in a process of its own.</summary>
public class DynamoCommandTests
{
    [Fact]
    public async Task Migrate_makes_the_tables_once_and_import_and_export_use_them()
    {
        await using var bench = await DynamoBench.Create(tables: false, start: false);
        using var program = Program(bench);

        var first = await program.Run("migrate", "--dynamodb");
        first.ExitCode.ShouldBe(ExitCodes.Ok, first.Errors);
        first.Output.ShouldContain($"Made the table {bench.PolicyTable}.");
        first.Output.ShouldContain($"Made the table {bench.AccountTable}.");
        var made = (await bench.Aws.DescribeTableAsync(bench.PolicyTable, TestContext.Current.CancellationToken)).Table;
        made.KeySchema.Select(k => $"{k.AttributeName} {k.KeyType}").ShouldBe(["standard HASH", "control RANGE"]);
        made.BillingModeSummary.BillingMode.ShouldBe(BillingMode.PAY_PER_REQUEST);

        var policies = program.Write("policies.csv", $"{DirectoryBench.PolicyHeader}\r\n*,S3.8,ignore,,14,production=track,メモ\r\n");
        (await program.Run("import", "policies", policies)).Output.ShouldContain("policies: 1 added, 0 changed, 0 removed, 0 unchanged");
        (await bench.Policy("S3.8"))["note"].S.ShouldBe("メモ");

        var second = await program.Run("migrate", "--dynamodb");
        second.ExitCode.ShouldBe(ExitCodes.Ok, second.Errors);
        second.Output.ShouldContain($"The table {bench.PolicyTable} is there.");

        await bench.PutPolicy("EC2.19", "maybe");
        await bench.PutPolicy("EC2.20", "track");
        var exported = await program.Run("export", "policies", "-");
        exported.Output.ShouldContain("*,EC2.20,track,,,,");
        exported.Output.ShouldContain("*,S3.8,ignore,,14,production=track,メモ");
        exported.Errors.ShouldContain("policies * EC2.19: policy \"maybe\": track, notify, ignore or disable");
    }

    [Fact]
    public async Task A_table_with_other_keys_is_refused_and_DynamoDB_that_cannot_be_reached_is_named()
    {
        await using var bench = await DynamoBench.Create(start: false);
        using var program = Program(bench);
        var swapped = await program.Run("migrate", "--dynamodb", $"--Directory:PolicyTable={bench.AccountTable}", "--Directory:AccountTable=accounts-elsewhere");
        swapped.ExitCode.ShouldBe(ExitCodes.WrongInput);
        swapped.ErrorLines.ShouldHaveSingleItem().ShouldContain("is a table with the key account_id (S); the policies need a table with the key standard (S) + control (S)");
        (await bench.Aws.ListTablesAsync(TestContext.Current.CancellationToken)).TableNames.ShouldNotContain("accounts-elsewhere");

        program.Environment["AWS_ENDPOINT_URL_DYNAMODB"] = "http://127.0.0.1:9/";
        var down = await program.Run("export", "policies", "-");
        down.ExitCode.ShouldBe(ExitCodes.DatabaseUnavailable);
        down.ErrorLines.ShouldHaveSingleItem().ShouldContain("DynamoDB cannot be reached");
        down.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Migrate_makes_no_tables_where_the_settings_name_none()
    {
        using var program = new BotProcess();
        var outcome = await program.Run("migrate", "--dynamodb");
        outcome.ExitCode.ShouldBe(ExitCodes.WrongInput);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain("Directory:Store is 'database'");

        var missing = await program.Run("migrate", "--dynamodb", "--Directory:Store=dynamodb", "--Directory:PolicyTable=x y");
        missing.ExitCode.ShouldBe(ExitCodes.WrongInput);
        missing.Errors.ShouldContain("Directory:PolicyTable 'x y' is no name of a DynamoDB table");
        missing.Errors.ShouldContain("Directory:AccountTable is missing");
    }

    private static BotProcess Program(DynamoBench bench) => new()
    {
        Environment =
        {
            ["Directory__Store"] = "dynamodb",
            ["Directory__PolicyTable"] = bench.PolicyTable,
            ["Directory__AccountTable"] = bench.AccountTable,
            ["Aws__Region"] = "ap-northeast-1",
            ["AWS_ENDPOINT_URL_DYNAMODB"] = bench.Server.Url.ToString(),
            ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE",
            ["AWS_SECRET_ACCESS_KEY"] = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        },
    };
}
