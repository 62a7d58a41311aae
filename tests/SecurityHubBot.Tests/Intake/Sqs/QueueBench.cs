using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using SecurityHubBot.Intake;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;
using SecurityHubBot.TestSupport.Sqs;

namespace SecurityHubBot.Tests.Intake.Sqs;

/// <summary>The real bot on a loopback queue.</summary>
internal static class QueueBench
{
    public static Task<TestBot> Start(TestDatabase database, SlackWorkspace slack, string queueUrl, Dictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null) =>
        Start(database.Provider, database.ConnectionString, slack, queueUrl, settings, services);

    public static Task<TestBot> Start(string provider, string connectionString, SlackWorkspace slack, string queueUrl, Dictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null) =>
        TestBot.Start(provider, connectionString, slack, new(settings ?? []) { ["Intake:QueueUrl"] = queueUrl }, s =>
        {
            s.AddSingleton<AWSCredentials>(new BasicAWSCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"));
            services?.Invoke(s);
        });

    public static string Text(byte[] body) => Encoding.UTF8.GetString(body);

    /// <summary>As SNS passes it on to a queue.</summary>
    public static string InEnvelope(string body) => new JsonObject
    {
        ["Type"] = "Notification",
        ["MessageId"] = "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
        ["TopicArn"] = "arn:aws:sns:ap-northeast-1:123456789012:findings",
        ["Message"] = body,
        ["Timestamp"] = "2026-11-24T01:00:00.000Z",
        ["UnsubscribeURL"] = "https://sns.ap-northeast-1.amazonaws.com/?Action=Unsubscribe",
    }.ToJsonString();

    /// <summary>Whether SQS would take it: only text, and nothing that XML could not hold.</summary>
    public static bool IsMessage(byte[] body)
    {
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(body);
            return text.Length > 0 && text.EnumerateRunes().All(r => r.Value is 0x9 or 0xA or 0xD or >= 0x20 and not (0xFFFE or 0xFFFF));
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    public static Task Empty(this TestBot bot, SqsQueue queue) => bot.WaitUntil(() => Task.FromResult(queue.Count == 0));

    public static Task Until(this TestBot bot, Func<bool> isSo) => bot.WaitUntil(() => Task.FromResult(isSo()));

    public static int Calls(this LoopbackSqs sqs, string action) => sqs.Calls.Count(c => c.Action == action);

    public static void Clock(this IServiceCollection services, TimeProvider time) => services.Replace(ServiceDescriptor.Singleton(time));

    public static void Writer(this IServiceCollection services, IFindingWriter writer) => services.Replace(ServiceDescriptor.Singleton(writer));
}

/// <summary>Does with the findings what it is told, before or in place of writing them down in memory.</summary>
internal sealed class OrderedWriter(Func<IReadOnlyList<IncomingFinding>, Task> before) : IFindingWriter
{
    public ConcurrentDictionary<string, string> Written { get; } = new(StringComparer.Ordinal);

    public async Task<int> Write(IReadOnlyList<IncomingFinding> findings, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await before(findings);
        foreach (var finding in findings)
        {
            Written[finding.Row.FindingId] = finding.Row.Resources;
        }

        return 0;
    }
}

/// <summary>What the bot logged, for tests that read it.</summary>
internal sealed class LoggedLines : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<(int Id, string Line)> _lines = new();

    public IReadOnlyList<string> WithId(int id) => [.. _lines.Where(l => l.Id == id).Select(l => l.Line)];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((eventId.Id, formatter(state, exception)));

    public void Dispose()
    {
    }
}
