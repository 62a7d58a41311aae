using System.Diagnostics;
using SecurityHubBot.Audit;

namespace SecurityHubBot.Cli;

/// <summary><c>verify-audit</c>: reads only, and needs the database and nothing else.</summary>
internal static class AuditCommands
{
    public static async Task<int> Verify(string? expect, string[] settings, CancellationToken cancellationToken)
    {
        await using var services = DataCommands.Services(settings);
        var expected = AuditAnchor.TryParse(expect, out var anchor) ? anchor : (AuditAnchor?)null;
        switch (await services.GetRequiredService<AuditVerifier>().Verify(expected, cancellationToken))
        {
            case AuditVerdict.Whole { Last: { } last } whole:
                Console.WriteLine($"The audit log is whole: {whole.Rows} {(whole.Rows == 1 ? "row" : "rows")}.");
                Console.WriteLine($"Last row: {last}");
                return ExitCodes.Ok;
            case AuditVerdict.Whole:
                Console.WriteLine("The audit log is empty.");
                return ExitCodes.Ok;
            case AuditVerdict.Broken broken:
                await Console.Error.WriteLineAsync($"The audit log is broken at row {broken.Break.Seq}: {Words(broken.Break)}");
                await Console.Error.WriteLineAsync(broken.LastSound is { } sound ? $"Everything up to row {sound} fits together." : "Nothing before it fits together.");
                return ExitCodes.AuditBroken;
            default:
                throw new UnreachableException();
        }
    }

    private static string Words(AuditBreak broken) => broken switch
    {
        AuditBreak.Changed => "it is not what was written there; it was changed, or put there later.",
        AuditBreak.Missing => "it is missing.",
        AuditBreak.Inserted => "it was inserted.",
        AuditBreak.Reordered moved => $"here stands what was written as row {moved.WrittenAs}; rows were reordered.",
        AuditBreak.Replaced => "the next row was not written after it; it was replaced, or rows after it were removed or written anew.",
        AuditBreak.NotTheExpected => "it is not the row that was expected; the log was written anew.",
        AuditBreak.CutOff cut => $"it is missing, and all up to row {cut.Expected}, which was expected; rows were cut off the end.",
        _ => throw new UnreachableException(),
    };
}
