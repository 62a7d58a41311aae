using System.Security.Cryptography;
using System.Text;

namespace SecurityHubBot.TestSupport.Sqs;

internal sealed class SqsMessage(string body, string? traceHeader, DateTimeOffset sentAt, DateTimeOffset visibleAt)
{
    private const int LongestHidden = 12 * 60 * 60;

    public string Id { get; } = Guid.NewGuid().ToString();

    public string Body => body;

    public string? TraceHeader => traceHeader;

    public DateTimeOffset SentAt => sentAt;

    public DateTimeOffset VisibleAt { get; private set; } = visibleAt;

    public DateTimeOffset? FirstReceivedAt { get; private set; }

    public DateTimeOffset ReceivedAt { get; private set; }

    public int Receives { get; private set; }

    public string? Handle { get; private set; }

    public string Md5 { get; } = Md5Of(body);

    public bool IsInFlight(DateTimeOffset now) => Handle is not null && VisibleAt > now;

    public string Receive(DateTimeOffset now, int visibility)
    {
        Handle = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Id} {++Receives} {Guid.NewGuid()}"));
        (FirstReceivedAt, ReceivedAt, VisibleAt) = (FirstReceivedAt ?? now, now, now.AddSeconds(visibility));
        return Handle;
    }

    public void Hide(DateTimeOffset now, int seconds)
    {
        if (!IsInFlight(now))
        {
            throw SqsError.NotInFlight();
        }

        if ((now - ReceivedAt).TotalSeconds + seconds > LongestHidden)
        {
            throw SqsError.Invalid($"Total VisibilityTimeout for the message is beyond the limit [{LongestHidden} seconds].");
        }

        VisibleAt = now.AddSeconds(seconds);
    }

    /// <summary>As a second copy that an at-least-once queue delivers for no reason.</summary>
    public void Reappear(DateTimeOffset now) => VisibleAt = now;

    /// <summary>Moved to the dead letter queue: it keeps its id and begins anew there.</summary>
    public void Move(DateTimeOffset now) => (Handle, VisibleAt) = (null, now);

#pragma warning disable CA5351 // The protocol's own checksum.
    private static string Md5Of(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
}
