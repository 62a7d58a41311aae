using SecurityHubBot.Audit;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Controls;
using SecurityHubBot.Directories;
using SecurityHubBot.Hosting;
using SecurityHubBot.Jobs;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Cli;

/// <summary>Commands that need the database and nothing else: no Slack, no AWS.</summary>
internal static class DataCommands
{
    private const string Standard = "-";

    public static Task<int> Import(DirectoryTable table, string file, ImportOptions options, string[] settings, CancellationToken cancellationToken) => Import(
        table, file, options, settings, (services, csv, by) => services.GetRequiredService<DirectoryImport>().Import(table, csv, options, by, cancellationToken), cancellationToken);

    /// <param name="import">Takes the text in, on behalf of somebody.</param>
    internal static async Task<int> Import(
        DirectoryTable table, string file, ImportOptions options, string[] settings, Func<IServiceProvider, TextReader, string, Task<ImportReport>> import, CancellationToken cancellationToken)
    {
        CsvText text;
        var name = file == Standard ? "standard input" : file;
        await using (var stream = file == Standard ? Console.OpenStandardInput() : OpenFile(file))
        {
            text = await CsvBytes.Read(stream, cancellationToken);
        }

        if (text is CsvText.Refused refused)
        {
            await Console.Error.WriteLineAsync($"{name}: {refused.Problem}");
            return ExitCodes.WrongInput;
        }

        await using var services = Services(settings);
        if (!options.DryRun && services.GetRequiredService<DatabaseOptions>().MigrateAtStart)
        {
            services.GetRequiredService<Migrator>().Migrate();
        }

        using var csv = new StringReader(((CsvText.Utf8)text).Text);
        var report = await import(services, csv, $"cli:{Environment.UserName}");
        return ImportWords.Print(report, table, name, options, Console.Out, Console.Error);
    }

    public static Task<int> Export(DirectoryTable table, string? file, string[] settings, CancellationToken cancellationToken) =>
        Export(table, file, settings, services => services.GetRequiredService<DirectoryImport>().Export(table, cancellationToken, Console.Error.WriteLine), cancellationToken);

    internal static async Task<int> Export(DirectoryTable table, string? file, string[] settings, Func<IServiceProvider, Task<string>> export, CancellationToken cancellationToken)
    {
        await using var services = Services(settings);
        // All of it before the file is opened: whatever fails leaves an older file as it was.
        var bytes = CsvBytes.Write(await export(services));
        if (file is null or Standard)
        {
            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(bytes, cancellationToken);
            return ExitCodes.Ok;
        }

        await File.WriteAllBytesAsync(file, bytes, cancellationToken);
        await Console.Error.WriteLineAsync($"The table {table.Name} is in {file}.");
        return ExitCodes.Ok;
    }

    /// <param name="dynamo">Whether the tables in DynamoDB are made, too.</param>
    public static async Task<int> Migrate(bool dynamo, string[] settings, CancellationToken cancellationToken)
    {
        await using var services = Services(settings);
        var applied = services.GetRequiredService<Migrator>().Migrate();
        Console.WriteLine(applied.Count == 0 ? "The database is up to date." : $"Applied {string.Join(", ", applied.Select(Path.GetFileNameWithoutExtension))}.");
        return dynamo ? await DynamoCommands.MakeTables(services, cancellationToken) : ExitCodes.Ok;
    }

    private static FileStream OpenFile(string file)
    {
        try
        {
            return File.OpenRead(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IOException($"There is no file {OneLine.Of(file)}.", e);
        }
    }

    /// <param name="more">What the command needs besides.</param>
    internal static ServiceProvider Services(string[] settings, Action<IServiceCollection, IConfiguration>? more = null)
    {
        var builder = BotApplication.Settings(settings);
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddPersistence(builder.Configuration)
            .AddJobsSchema(builder.Configuration)
            .AddSingleton<IConfiguration>(builder.Configuration)
            .AddDirectoryTables(builder.Configuration)
            .AddSingleton<ControlExceptionStore>()
            .AddSingleton<AuditVerifier>();
        more?.Invoke(services, builder.Configuration);
        return services.BuildServiceProvider();
    }
}
