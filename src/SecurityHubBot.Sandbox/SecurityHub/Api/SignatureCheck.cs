using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Features;

namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>AWS's signature version 4, checked as AWS checks it: form, key, session, clock, and the signature itself.</summary>
internal sealed partial class SignatureCheck(AccessKeys keys, Func<string, bool> isKnownAccount, TimeProvider time)
{
    private static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(5);

    /// <summary>The key that signed, with the Region and the service that it signed for.</summary>
    public (AccessKey Key, string Region, string Service) Check(HttpContext context, byte[] body)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            throw Refuse("MissingAuthenticationTokenException", "Missing Authentication Token");
        }

        var form = Form().Match(header);
        var date = context.Request.Headers["X-Amz-Date"].ToString();
        if (!form.Success || !DateTimeOffset.TryParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signedAt))
        {
            throw Refuse("IncompleteSignatureException", "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters, and the request a date in 'X-Amz-Date'.");
        }

        var key = Key(form.Groups["key"].Value, context.Request.Headers["X-Amz-Security-Token"].ToString());
        CheckClock(date, signedAt);
        if (key.Ends <= time.GetUtcNow())
        {
            throw Refuse("ExpiredTokenException", "The security token included in the request is expired");
        }

        var expected = Signature(key, form, date, CanonicalRequest(context, form.Groups["headers"].Value, body));
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(form.Groups["signature"].Value))
            ? (key, form.Groups["region"].Value, form.Groups["service"].Value)
            : throw Refuse("InvalidSignatureException", "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.");
    }

    private AccessKey Key(string accessKeyId, string token) =>
        keys.Find(accessKeyId) is { } key && (key.SessionToken ?? "") == token && isKnownAccount(key.AccountId)
            ? key
            : throw Refuse("UnrecognizedClientException", "The security token included in the request is invalid.");

    private void CheckClock(string date, DateTimeOffset signedAt)
    {
        var now = time.GetUtcNow();
        var text = now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        if (signedAt < now - LargestSkew)
        {
            throw Refuse("InvalidSignatureException", $"Signature expired: {date} is now earlier than {now - LargestSkew:yyyyMMdd'T'HHmmss'Z'} ({text} - 5 min.)");
        }

        if (signedAt > now + LargestSkew)
        {
            throw Refuse("InvalidSignatureException", $"Signature not yet current: {date} is still later than {now + LargestSkew:yyyyMMdd'T'HHmmss'Z'} ({text} + 5 min.)");
        }
    }

    private static string CanonicalRequest(HttpContext context, string signedHeaders, byte[] body)
    {
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var mark = raw.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = mark < 0 ? (raw, "") : (raw[..mark], raw[(mark + 1)..]);
        var headers = signedHeaders.Split(';').Select(name => $"{name}:{Collapsed(context.Request.Headers[name].ToString())}\n");
        return string.Join('\n',
            context.Request.Method,
            string.Join('/', path.Split('/').Select(Uri.EscapeDataString)),
            CanonicalQuery(query),
            string.Concat(headers),
            signedHeaders,
            Convert.ToHexStringLower(SHA256.HashData(body)));
    }

    private static string CanonicalQuery(string query) => string.Join('&', query.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(p => p.Split('=', 2))
        .Select(p => (Name: Encoded(p[0]), Value: p.Length > 1 ? Encoded(p[1]) : ""))
        .OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Value, StringComparer.Ordinal)
        .Select(p => $"{p.Name}={p.Value}"));

    private static string Encoded(string text) => Uri.EscapeDataString(Uri.UnescapeDataString(text.Replace("+", "%20", StringComparison.Ordinal)));

    private static string Collapsed(string value) => Spaces().Replace(value.Trim(), " ");

    private static string Signature(AccessKey key, Match form, string date, string canonicalRequest)
    {
        var (day, region, service) = (form.Groups["day"].Value, form.Groups["region"].Value, form.Groups["service"].Value);
        var toSign = $"AWS4-HMAC-SHA256\n{date}\n{day}/{region}/{service}/aws4_request\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonicalRequest)))}";
        var secret = Encoding.UTF8.GetBytes($"AWS4{key.SecretAccessKey}");
        foreach (var part in (string[])[day, region, service, "aws4_request"])
        {
            secret = HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(part));
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(toSign)));
    }

    private static AwsError Refuse(string code, string message) => new(code, StatusCodes.Status403Forbidden, message);

    [GeneratedRegex(@"^AWS4-HMAC-SHA256 Credential=(?<key>\w+)/(?<day>\d{8})/(?<region>[a-z0-9-]+)/(?<service>[a-z0-9]+)/aws4_request, ?SignedHeaders=(?<headers>[a-z0-9;_-]+), ?Signature=(?<signature>[0-9a-f]{64})$", RegexOptions.None, 1000)]
    private static partial Regex Form();

    [GeneratedRegex(" {2,}", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
