using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace SecurityHubBot.Aws;

/// <summary>The session of the role in one member's account, taken when it is first needed and again before it ends.</summary>
internal sealed class MemberCredentials : RefreshingAWSCredentials
{
    private const string SessionName = "securityhubbot";
    private const int Seconds = 3600;

    private readonly IAmazonSecurityTokenService _sts;

    public MemberCredentials(IAmazonSecurityTokenService sts, string roleArn)
    {
        (_sts, RoleArn) = (sts, roleArn);
        PreemptExpiryTime = TimeSpan.FromMinutes(5);
    }

    public string RoleArn { get; }

    protected override CredentialsRefreshState GenerateNewCredentials() => GenerateNewCredentialsAsync().GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        var answer = await _sts.AssumeRoleAsync(new AssumeRoleRequest { RoleArn = RoleArn, RoleSessionName = SessionName, DurationSeconds = Seconds });
        var session = answer.Credentials;
        return new CredentialsRefreshState(
            new ImmutableCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken),
            (session.Expiration ?? throw new InvalidOperationException("STS gave a session without an end.")).ToUniversalTime());
    }
}
