using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Exceptions;
using Case = SecurityHubBot.Domain.Cases.Case;

namespace SecurityHubBot.Domain.Tests.Exceptions;

internal static class SomeExceptions
{
    public const string Owner = "U0OWNER01";
    public const string Approver = "U0APPROVE";

    public static readonly DateTimeOffset Noon = new(2026, 11, 24, 3, 0, 0, TimeSpan.Zero);
    public static readonly DateOnly Today = new(2026, 11, 24);

    public static Case CaseWith(params string[] resources) => new(
        new CaseNumber(142),
        new CaseKey(AccountId.Parse("123456789012"), "ap-northeast-1", ControlId.Parse("S3.8")),
        CaseState.Open,
        Severity.High,
        "S3 general purpose buckets should block public access",
        [],
        Episode: 1,
        Noon.AddDays(-3),
        new DateOnly(2026, 12, 7),
        Assignee: null,
        AcceptedAt: null,
        ClosedAt: null,
        Ticket: null,
        [.. resources.Select(r => new CaseResource(r, "AwsS3Bucket", "ap-northeast-1", "aws", CaseResourceState.Failing, Noon.AddDays(-3), null))]);

    public static ExceptionForm Form(ExceptionScope scope = ExceptionScope.All, params string[] resources) =>
        new("These pictures are public on purpose.", scope, resources, Today.AddDays(90), "https://wiki.example.com/7");

    public static CaseException Requested(ExceptionScope scope = ExceptionScope.All, params string[] resources) => new(
        new ExceptionId(12), new CaseNumber(142), ExceptionState.Requested, scope, resources, "Public on purpose.", null, Owner, Noon, Today.AddDays(90));

    public static CaseException Approved(ExceptionScope scope = ExceptionScope.All, params string[] resources) =>
        Requested(scope, resources) with { State = ExceptionState.Approved, DecidedBy = Approver, DecidedAt = Noon, Until = Today.AddDays(90) };
}
