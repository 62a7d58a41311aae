using System.Text.Json.Nodes;

namespace SecurityHubBot.TestSupport.Slack;

/// <summary>
/// Checks what the bot would send against the TypeScript types that Slack publishes (tests/slack-types), by Slack's own packages and
/// the TypeScript compiler.
/// </summary>
public static class SlackTypes
{
    private static readonly TimeSpan CheckLimit = TimeSpan.FromMinutes(2);
    private static readonly NodeFolder Checker = new("slack-types", "check messages against Slack's types");

    /// <summary>Why the check cannot run here, for <c>Assert.Skip</c>; null when it can, or must (<see cref="Requirements"/>).</summary>
    public static string? SkipReason { get; } = Checker.SkipReason;

    /// <summary>
    /// Throws with the compiler's words, by payload, when any payload is not what Slack takes. <c>kind</c> is the Web API method
    /// (<c>chat.postMessage</c>, <c>views.open</c>, …), <c>view_submission_response</c>, <c>slash_command_response</c> or
    /// <c>response_url</c>. Starting the compiler costs seconds, a payload next to nothing: give it all of them at once.
    /// </summary>
    public static async Task CheckAsync(IEnumerable<(string Kind, string Name, JsonNode Args)> payloads)
    {
        var folder = Directory.CreateTempSubdirectory("shub-slack-payloads-").FullName;
        try
        {
            foreach (var (index, (kind, name, args)) in payloads.Index())
            {
                var payload = new JsonObject { ["kind"] = kind, ["name"] = name, ["args"] = args.DeepClone() };
                await File.WriteAllTextAsync(Path.Combine(folder, $"{index:0000}-{FileName(name)}.json"), payload.ToJsonString());
            }

            await RunAsync(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The check's own test: that it accepts tests/slack-types/good and refuses every payload of tests/slack-types/bad.</summary>
    public static Task SelfTestAsync() => RunAsync("--self-test");

    private static async Task RunAsync(string argument)
    {
        var result = await Checker.RunAsync("check.mjs", argument, CheckLimit);
        if (result.ExitCode != 0)
        {
            throw new SlackTypesException(result.Output);
        }
    }

    private static string FileName(string name) =>
        string.Concat(name.Take(60).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : '-'));
}

/// <summary>Something is not what Slack's types say; the message is the check's report.</summary>
public sealed class SlackTypesException(string message) : Exception(message);
