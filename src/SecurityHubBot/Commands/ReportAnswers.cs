using System.Globalization;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Commands;

/// <summary><c>/shub report</c>: a file goes to the person's direct message, because an answer that only they see cannot carry one.</summary>
internal sealed partial class ReportAnswers(CaseReport report, ISlackApiClient slack, ILogger<ReportAnswers> logger) : IDisposable
{
    // A file of everything stands in memory as a whole.
    private readonly SemaphoreSlim _turn = new(2, 2);

    public async Task<RenderedMessage> Answer(ListFilter filter, CommandScope scope, string user, CommandContext context, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await report.Write(filter, scope, user, context, cancellationToken) is { } file
                ? await Send(file, filter, scope, user, context, cancellationToken)
                : ReportView.Nothing(filter, context);
        }
        catch (SlackException e)
        {
            Log.Refused(logger, user, e.Method, e.ErrorCode);
            return ReportView.NotSent(context, e.ErrorCode == "missing_scope");
        }
        catch (SlackCallException e)
        {
            Log.NotSent(logger, e, user);
            return e.MayHaveBeenDone ? ReportView.Uncertain(context) : ReportView.NotSent(context, needsScope: false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<RenderedMessage> Send(CaseFile file, ListFilter filter, CommandScope scope, string user, CommandContext context, CancellationToken cancellationToken)
    {
        var channel = await slack.Conversations.Open([user], cancellationToken);
        var name = string.Create(CultureInfo.InvariantCulture, $"shub-cases-{context.Today:yyyy-MM-dd}.csv");
        await slack.Files.Upload(
            new FileUpload(name, file.Bytes) { Title = name }, channel, threadTs: null, ReportView.Comment(file, filter, scope, context), cancellationToken);
        return ReportView.Sent(file, channel, context);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 5601, Level = LogLevel.Warning, Message = "The report of {User} could not be sent: {Method} was refused with {ErrorCode}")]
        public static partial void Refused(ILogger logger, string user, string method, string errorCode);

        [LoggerMessage(EventId = 5602, Level = LogLevel.Warning, Message = "The report of {User} could not be sent")]
        public static partial void NotSent(ILogger logger, Exception e, string user);
    }
}
