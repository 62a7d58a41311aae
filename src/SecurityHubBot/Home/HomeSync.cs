using System.Security.Cryptography;
using System.Text;
using SecurityHubBot.Cases.Sync;
using SecurityHubBot.Commands;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Hosting;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Serialization;
using SecurityHubBot.Slack.WebApi;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Home;

/// <summary>Makes one person's Home tab show what it should; what it shows already is not published again.</summary>
internal sealed partial class HomeSync(
    HomeViewStore views, HomeAudience audience, HomeQueries queries, IDirectory directory, ILanguageOf languages, ISlackApiClient slack,
    ControlCatalogue catalogue, OrganisationOptions organisation, TimeProvider time, ILogger<HomeSync> logger)
{
    private static readonly string[] Gone = ["user_not_found", "user_not_visible", "user_disabled", "not_enabled"];

    /// <param name="world">The mark of what had happened when the row was claimed.</param>
    public async Task Make(HomeRow row, string world, CancellationToken cancellationToken)
    {
        try
        {
            await Show(row, world, cancellationToken);
        }
        catch (SlackRateLimitException exception)
        {
            await views.RetryAt(row, time.GetUtcNow() + exception.RetryAfter, exception.Message, failed: false, hash: null, cancellationToken);
        }
        catch (SlackException exception) when (Gone.Contains(exception.ErrorCode))
        {
            // Nobody can look at it; whoever opens it again makes it known again.
            Log.Forgotten(logger, row.UserId, exception.ErrorCode);
            await views.Forget(row, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.Failed(logger, row.UserId, exception.Message, exception is SlackCallException ? null : exception);
            await views.RetryAt(row, time.GetUtcNow() + Backoff.After(row.Attempts), exception.Message, failed: true, hash: null, cancellationToken);
        }
    }

    private async Task Show(HomeRow row, string world, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var snapshot = await directory.Current(cancellationToken);
        if (await audience.Of(row.UserId, snapshot, row.IsAwaited, cancellationToken) is not { } viewer)
        {
            await views.Forget(row, cancellationToken);
            return;
        }

        var language = await languages.For(row.UserId, channelId: null, cancellationToken);
        var data = await queries.Read(row.UserId, viewer, row.Pages, snapshot, cancellationToken);
        var view = HomeView.Render(data, row.UserId, new CommandContext(language, organisation.DateAt(now), organisation.Zone, catalogue, snapshot.Accounts));
        var hash = Hash(view);
        if (hash != row.ContentHash)
        {
            await views.BeginPublishing(row, cancellationToken);
            await slack.Views.Publish(row.UserId, view, cancellationToken: cancellationToken);
        }

        if (viewer.CompleteAt is { } later)
        {
            await views.RetryAt(row, later, "not all user groups are known yet", failed: false, hash, cancellationToken);
        }
        else
        {
            await views.RecordShown(row, hash, world, organisation.NextMidnight(now), cancellationToken);
        }
    }

    internal static string Hash(HomeViewDefinition view) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(SlackJson.Serialize<ViewDefinition>(view))));

    private static partial class Log
    {
        [LoggerMessage(EventId = 5711, Level = LogLevel.Information, Message = "The Home tab of {User} is not kept up to date any more: {Error}")]
        public static partial void Forgotten(ILogger logger, string user, string error);

        [LoggerMessage(EventId = 5712, Level = LogLevel.Warning, Message = "The Home tab of {User} could not be shown, trying again: {Reason}")]
        public static partial void Failed(ILogger logger, string user, string reason, Exception? exception);
    }
}
