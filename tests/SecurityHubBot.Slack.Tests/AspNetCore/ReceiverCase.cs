using System.Text;
using SecurityHubBot.Slack.AspNetCore;
using SecurityHubBot.Slack.Tests.Support;

namespace SecurityHubBot.Slack.Tests.AspNetCore;

/// <summary>One request, what Slack's receiver answers to it, and what ours does.</summary>
internal sealed record ReceiverCase(string Name, Func<RawRequest> Request, int Bolt, int Ours)
{
    /// <summary>Ours has a body, and where the statuses are the same, Bolt's has it too.</summary>
    public bool HasBody { get; init; }

    /// <summary>Where we are not as Bolt is: why that is on purpose.</summary>
    public string? Why { get; init; }

    public static ReceiverCase Same(string name, int status, Func<RawRequest> request, bool hasBody = false) =>
        new(name, request, status, status) { HasBody = hasBody };

    public static ReceiverCase Differs(string name, int bolt, int ours, string why, Func<RawRequest> request, bool hasBody = false) =>
        new(name, request, bolt, ours) { HasBody = hasBody, Why = why };
}

/// <summary>Requests as Slack sends them, or as it would not.</summary>
internal static class Requests
{
    public const string Json = "application/json";
    public const string CommandPath = "/slack/command";
    public const string ActionPath = "/slack/action";
    public const string OptionsPath = "/slack/options";
    public const string EventPath = "/slack/event";

    public static readonly string Body = SlackAppDriver.CommandBody("x");

    public static RawRequest Unsigned(string path, string body) => new(path, Encoding.UTF8.GetBytes(body));

    public static RawRequest Signed(string path, string body, int offset = 0) => Signed(new RawRequest(path, Encoding.UTF8.GetBytes(body)), offset);

    public static RawRequest Signed(RawRequest request, int offset = 0) => With(
        request, ("X-Slack-Request-Timestamp", $"{SlackAppDriver.Now + offset}"), ("X-Slack-Signature", Signature(request.Body, SlackAppDriver.Now + offset)));

    public static RawRequest Delivered(string json) => Signed(new RawRequest(EventPath, Encoding.UTF8.GetBytes(json)) { ContentType = Json });

    public static RawRequest Interacted(string json, string path = ActionPath) => Signed(path, "payload=" + Uri.EscapeDataString(json));

    /// <summary>A command with exactly these headers; each is a function of the time and of the right signature.</summary>
    public static RawRequest Headed(params Func<long, string, (string Name, string Value)>[] headers)
    {
        var now = SlackAppDriver.Now;
        var request = Unsigned(CommandPath, Body);
        return With(request, [.. headers.Select(header => header(now, Signature(request.Body, now)))]);
    }

    public static (string Name, string Value) Timestamp(long now, string signature) => ("X-Slack-Request-Timestamp", $"{now}");

    public static (string Name, string Value) Signature(long now, string signature) => ("X-Slack-Signature", signature);

    public static Func<long, string, (string Name, string Value)> Timestamp(Func<long, string> value) =>
        (now, _) => ("X-Slack-Request-Timestamp", value(now));

    public static Func<long, string, (string Name, string Value)> Signature(Func<string, string> value) =>
        (_, signature) => ("X-Slack-Signature", value(signature));

    public static RawRequest With(RawRequest request, params (string Name, string Value)[] headers) =>
        request with { Headers = [.. request.Headers, .. headers] };

    /// <summary>What goes before the timestamp would be signed too: this signs the very text of the header.</summary>
    public static string SignatureOverText(string timestamp, byte[] body)
    {
        var signed = Encoding.UTF8.GetBytes($"v0:{timestamp}:").Concat(body).ToArray();
        return "v0=" + Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(SlackAppDriver.Secret), signed));
    }

    private static string Signature(byte[] body, long timestamp) => SlackSignature.Sign(SlackAppDriver.Secret, timestamp, body);
}
