using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Directories;

namespace SecurityHubBot.Cli;

/// <summary>Makes one line of what went wrong, for people at a shell: a stack trace says nothing to them.</summary>
internal static partial class Failures
{
    public static async Task<int> Explain(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (Causes(e).OfType<OptionsValidationException>().Any())
        {
            foreach (var problem in Causes(e).OfType<OptionsValidationException>().SelectMany(o => o.Failures).Select(Bare).DistinctBy(Key))
            {
                await Console.Error.WriteLineAsync(OneLine.Of(problem));
            }

            return ExitCodes.WrongInput;
        }
        catch (Exception e) when (Causes(e).OfType<DbException>().FirstOrDefault() is { } cause)
        {
            await Console.Error.WriteLineAsync(DatabaseProblem(cause));
            return ExitCodes.DatabaseUnavailable;
        }
        catch (DirectoryUnavailableException e)
        {
            await Console.Error.WriteLineAsync(OneLine.Of($"{e.Message}."));
            return ExitCodes.DatabaseUnavailable;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.WrongInput;
        }
#pragma warning disable CA1031 // Whoever runs a command sees one line; what the bot itself does wrong is in its log.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync(OneLine.Of(e.Message));
            return ExitCodes.WrongInput;
        }
    }

    private static string DatabaseProblem(DbException e)
    {
        var hasNoTables = e.SqlState == "42P01" || e.Message.Contains("no such table", StringComparison.Ordinal);
        return hasNoTables
            ? "The database has no tables yet: run migrate first."
            : OneLine.Of($"The database is not available ({e.Message}): check Database:Provider and ConnectionStrings:Bot.");
    }

    /// <summary>What the check itself says: the framework puts the class and the property before it.</summary>
    private static string Bare(string failure) => Framed().Match(failure) is { Success: true } framed ? framed.Groups[1].Value : failure;

    /// <summary>Every sentence begins with its key; one sentence for a key is enough.</summary>
    private static string Key(string problem) => problem.Split(' ')[0];

    private static IEnumerable<Exception> Causes(Exception e)
    {
        yield return e;
        var inner = e is AggregateException several ? several.InnerExceptions : e.InnerException is { } one ? [one] : (IReadOnlyList<Exception>)[];
        foreach (var cause in inner.SelectMany(Causes))
        {
            yield return cause;
        }
    }

    [GeneratedRegex("^DataAnnotation validation failed for .* with the error: '(.*)'\\.$", RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Framed();
}
