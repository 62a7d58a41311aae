using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Persistence;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Bulletins;

/// <summary>What one kind of bulletin says. Registered as a service, one for each kind.</summary>
internal interface IBulletinContent
{
    string Kind { get; }

    /// <summary>Asked before it is posted, and again after every failure.</summary>
    /// <returns>Null when there is nothing to say (any more): the row is done, without a message.</returns>
    Task<Bulletin?> Render(BulletinRow row, CancellationToken cancellationToken);

    /// <summary>Something that may not be said now, such as at night, waits until then.</summary>
    DateTimeOffset? WaitUntil(BulletinRow row, DateTimeOffset now) => null;

    /// <summary>In the transaction in which the message is recorded as posted, so exactly once.</summary>
    Task Posted(DbSession session, BulletinRow row) => Task.CompletedTask;
}

/// <summary>A bulletin as it is to be posted.</summary>
/// <param name="Language">In which it is written, for what has to be added to it.</param>
/// <param name="Picture">Given to Slack first; null when there is none.</param>
/// <param name="Write">Makes the message, from the id of the picture that Slack has; null when it has none, or would not show it.</param>
internal sealed record Bulletin(Language Language, FileUpload? Picture, Func<string?, RenderedMessage> Write)
{
    public static Bulletin Of(Language language, RenderedMessage message) => new(language, Picture: null, _ => message);
}
