using System.Net;
using Amazon.RateLimits;
using Amazon.Runtime;
using Amazon.SecurityHub;
using Amazon.SecurityHub.Model;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Microsoft.Extensions.Time.Testing;
using SecurityHubBot.Sandbox.SecurityHub.Api;

namespace SecurityHubBot.Aws.Tests;

public sealed class FailureTests : AwsTest
{
    public static TheoryData<string, int, Type> Errors => new()
    {
        { "AccessDeniedException", 403, typeof(AccessDeniedException) },
        { "InternalException", 500, typeof(InternalException) },
        { "InvalidAccessException", 401, typeof(InvalidAccessException) },
        { "InvalidInputException", 400, typeof(InvalidInputException) },
        { "LimitExceededException", 429, typeof(LimitExceededException) },
        { "ResourceConflictException", 409, typeof(ResourceConflictException) },
        { "ResourceNotFoundException", 404, typeof(ResourceNotFoundException) },
        { "ThrottlingException", 429, typeof(ThrottlingException) },
        { "SomethingNewException", 418, typeof(AmazonSecurityHubException) },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task Each_error_has_its_type_code_status_and_request_id(string code, int status, Type type)
    {
        Aws.Faults.Next("DescribeHub", new AwsFault.Error(code, status, "なぜ"));
        using var hub = SecurityHub();
        var error = await Should.ThrowAsync<AmazonServiceException>(() => hub.DescribeHubAsync(new DescribeHubRequest()));
        error.ShouldBeOfType(type);
        (error.ErrorCode, (int)error.StatusCode, error.Message).ShouldBe((code, status, "なぜ"));
        Guid.TryParse(error.RequestId, out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_load_balancer_s_page_is_an_error_with_its_status_and_no_more()
    {
        Aws.Faults.Next("DescribeHub", new AwsFault.Page(503));
        using var hub = SecurityHub();
        var error = await Should.ThrowAsync<AmazonSecurityHubException>(() => hub.DescribeHubAsync(new DescribeHubRequest()));
        (error.StatusCode, error.ErrorCode).ShouldBe((HttpStatusCode.ServiceUnavailable, ""));
    }

    [Fact]
    public async Task Organizations_says_with_the_status_400_that_there_are_too_many_calls()
    {
        using var organizations = Organizations();
        var refusal = await Should.ThrowAsync<AmazonServiceException>(async () =>
        {
            for (var call = 0; call < 100; call++)
            {
                await organizations.ListAccountsAsync(new Amazon.Organizations.Model.ListAccountsRequest());
            }
        });

        (refusal.ErrorCode, refusal.StatusCode).ShouldBe(("TooManyRequestsException", HttpStatusCode.BadRequest));
        Throttling.Is(refusal).ShouldBeTrue();
        Aws.Calls.Count("ListAccounts").ShouldBe(AwsRateLimits.Of("ListAccounts").Burst + 1);
    }

    [Fact]
    public async Task A_failure_a_broken_connection_and_a_lost_answer_are_tried_again()
    {
        foreach (var fault in (AwsFault[])[AwsFault.Internal, new AwsFault.Page(503), new AwsFault.Cut(), new AwsFault.AnswerLost(), AwsFault.Throttled])
        {
            Aws.Faults.Next("DescribeHub", fault);
            using var hub = SecurityHub(retries: 2);
            (await hub.DescribeHubAsync(new DescribeHubRequest())).HubArn.ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task A_hub_that_is_off_and_a_Region_without_one_are_told_apart_from_other_errors()
    {
        Aws.SetHub(Member, Home, isOn: false);
        using var off = SecurityHub(Aws.KeyOf(Member));
        using var nowhere = SecurityHub(Aws.KeyOf(Member), "eu-west-1");
        await Should.ThrowAsync<InvalidAccessException>(() => off.DescribeHubAsync(new DescribeHubRequest()));
        await Should.ThrowAsync<InvalidAccessException>(() => nowhere.DescribeHubAsync(new DescribeHubRequest()));
    }

    [Fact]
    public async Task A_role_s_session_works_until_it_ends_and_a_denied_role_gives_none()
    {
        using var sts = Sts();
        var answer = await sts.AssumeRoleAsync(new AssumeRoleRequest { RoleArn = $"arn:aws:iam::{Member}:role/shub-member", RoleSessionName = "shub" });
        using var member = new AmazonSecurityHubClient(answer.Credentials, Config());
        (await member.DescribeHubAsync(new DescribeHubRequest())).HubArn!.ShouldContain(Member);
        Aws.ExpireSessions(Member);
        (await Should.ThrowAsync<AmazonSecurityHubException>(() => member.DescribeHubAsync(new DescribeHubRequest()))).ErrorCode.ShouldBe("ExpiredTokenException");
        Aws.DenyRole(Member);
        (await Should.ThrowAsync<AmazonSecurityTokenServiceException>(() =>
            sts.AssumeRoleAsync(new AssumeRoleRequest { RoleArn = $"arn:aws:iam::{Member}:role/shub-member", RoleSessionName = "shub" }))).ErrorCode.ShouldBe("AccessDenied");
    }

    [Fact]
    public async Task A_wrong_secret_an_unknown_key_and_no_signature_are_refused()
    {
        var key = Aws.Administrator;
        using var wrong = SecurityHub(key with { SecretAccessKey = "other" });
        using var unknown = SecurityHub(key with { AccessKeyId = "AKIA000000000000" });
        (await Should.ThrowAsync<AmazonSecurityHubException>(() => wrong.DescribeHubAsync(new DescribeHubRequest()))).ErrorCode.ShouldBe("InvalidSignatureException");
        (await Should.ThrowAsync<AmazonSecurityHubException>(() => unknown.DescribeHubAsync(new DescribeHubRequest()))).ErrorCode.ShouldBe("UnrecognizedClientException");
        using var http = new HttpClient { BaseAddress = Aws.Url };
        using var unsigned = await http.GetAsync("/members");
        unsigned.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        unsigned.Headers.GetValues("x-amzn-ErrorType").Single().ShouldBe("MissingAuthenticationTokenException");
        using var malformed = new HttpRequestMessage(HttpMethod.Get, "/members");
        malformed.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=nobody");
        using var refused = await http.SendAsync(malformed);
        refused.Headers.GetValues("x-amzn-ErrorType").Single().ShouldBe("IncompleteSignatureException");
    }

    [Fact]
    public async Task A_call_that_is_given_up_ends_at_once()
    {
        using var hub = SecurityHub();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => hub.DescribeHubAsync(new DescribeHubRequest(), cancelled.Token));
        Aws.Calls.Count("DescribeHub").ShouldBe(0);
    }

    [Fact]
    public async Task More_calls_than_AWS_allows_are_refused_until_time_has_passed()
    {
        using var hub = SecurityHub();
        for (var call = 0; call < 6; call++)
        {
            await hub.GetFindingsAsync(new GetFindingsRequest());
        }

        await Should.ThrowAsync<ThrottlingException>(() => hub.GetFindingsAsync(new GetFindingsRequest()));
        using var member = SecurityHub(Aws.KeyOf(Member));
        await member.GetFindingsAsync(new GetFindingsRequest());
        Time.Advance(TimeSpan.FromSeconds(1));
        await hub.GetFindingsAsync(new GetFindingsRequest());
    }

    [Fact]
    public async Task With_our_own_limit_no_call_is_refused_and_a_refusal_makes_everybody_wait()
    {
        using var limits = new AwsRateLimits(Time);
        using var hub = new RateLimitedSecurityHubClient(Credentials(Aws.Administrator), Config(), limits, Aws.AdministratorId, Home);
        var calls = Enumerable.Range(0, 12).Select(_ => hub.GetFindingsAsync(new GetFindingsRequest())).ToList();
        await LetTimePass(Task.WhenAll(calls));
        Aws.Calls.All.ShouldAllBe(c => c.ErrorCode == null);
        // Time may go on between the refusal and its arrival here.
        var before = Time.GetUtcNow();
        Aws.Faults.Next("GetFindings", AwsFault.Throttled);
        await LetTimePass(Should.ThrowAsync<ThrottlingException>(() => hub.GetFindingsAsync(new GetFindingsRequest())));
        await LetTimePass(hub.GetFindingsAsync(new GetFindingsRequest()));
        (Time.GetUtcNow() - before).ShouldBeGreaterThanOrEqualTo(AwsRateLimits.FirstPause);
    }

    private AmazonSecurityTokenServiceClient Sts() => new(
        Credentials(Aws.Administrator),
        new AmazonSecurityTokenServiceConfig { ServiceURL = Aws.Url.ToString(), AuthenticationRegion = Home, MaxErrorRetry = 0 });

    private async Task LetTimePass(Task task)
    {
        for (var step = 0; step < 2000 && !task.IsCompleted; step++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(10);
        }

        await task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}

public sealed class SkewedClockTests : AwsTest
{
    private readonly FakeTimeProvider _server = new(TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(2));

    protected override TimeProvider SignatureTime => _server;

    [Fact]
    public async Task A_clock_that_is_wrong_is_refused_once_and_then_corrected_by_the_server_s()
    {
        using var hub = SecurityHub(retries: 2);
        (await hub.DescribeHubAsync(new DescribeHubRequest())).HubArn.ShouldNotBeNull();
        Aws.Calls.All.Select(c => c.ErrorCode).ShouldContain("InvalidSignatureException");
    }
}
