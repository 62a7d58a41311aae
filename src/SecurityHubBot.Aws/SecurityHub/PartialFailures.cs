using Amazon.SecurityHub.Model;

namespace Amazon.SecurityHub;

/// <summary>One item of a call that succeeded as a whole, and that Security Hub did not do.</summary>
/// <param name="Item">The item as it was asked for.</param>
/// <param name="ErrorCode">Security Hub's code; <see cref="PartialFailures.IsWorthRetry"/> says what it means.</param>
public sealed record PartialFailure<TItem>(TItem Item, string ErrorCode, string Message)
{
    public bool IsWorthRetry => PartialFailures.IsWorthRetry(ErrorCode);
}

/// <summary>The <c>Unprocessed…</c> lists of the answers, in one shape.</summary>
public static class PartialFailures
{
    // The same again, a little later, may succeed: another write was under way, Security Hub failed, or it was too much at once.
    private static readonly HashSet<string> Passing = new(StringComparer.OrdinalIgnoreCase)
    {
        "ConcurrentUpdateError", "InternalFailure", "LIMIT_EXCEEDED", "LimitExceeded", "LimitExceededException", "ThrottlingException",
        "InternalException", "InternalServerException", "ServiceUnavailable", "ConflictException", "ResourceConflictException",
    };

    /// <summary>
    /// Whether the same item may be sent again. FindingNotFound, InvalidInput, DuplicatedFindingIdentifier, FindingSizeExceeded,
    /// INVALID_INPUT, ACCESS_DENIED, RESOURCE_NOT_FOUND and codes that nobody knows stay as they are until somebody changes something.
    /// </summary>
    public static bool IsWorthRetry(string? errorCode) => errorCode is not null && Passing.Contains(errorCode);

    public static IReadOnlyList<PartialFailure<AwsSecurityFindingIdentifier>> Failures(this BatchUpdateFindingsResponse response) =>
        Of(response.UnprocessedFindings, u => u.FindingIdentifier, u => u.ErrorCode, u => u.ErrorMessage);

    /// <summary>By the finding's id: an import answers with nothing more.</summary>
    public static IReadOnlyList<PartialFailure<string>> Failures(this BatchImportFindingsResponse response) =>
        Of(response.FailedFindings, f => f.Id, f => f.ErrorCode, f => f.ErrorMessage);

    public static IReadOnlyList<PartialFailure<string>> Failures(this BatchGetSecurityControlsResponse response) =>
        Of(response.UnprocessedIds, u => u.SecurityControlId, u => u.ErrorCode, u => u.ErrorReason);

    public static IReadOnlyList<PartialFailure<StandardsControlAssociationId>> Failures(this BatchGetStandardsControlAssociationsResponse response) =>
        Of(response.UnprocessedAssociations, u => u.StandardsControlAssociationId, u => u.ErrorCode, u => u.ErrorReason);

    public static IReadOnlyList<PartialFailure<StandardsControlAssociationUpdate>> Failures(this BatchUpdateStandardsControlAssociationsResponse response) =>
        Of(response.UnprocessedAssociationUpdates, u => u.StandardsControlAssociationUpdate, u => u.ErrorCode, u => u.ErrorReason);

    public static IReadOnlyList<PartialFailure<ConfigurationPolicyAssociation>> Failures(this BatchGetConfigurationPolicyAssociationsResponse response) =>
        Of(response.UnprocessedConfigurationPolicyAssociations, u => u.ConfigurationPolicyAssociationIdentifiers, u => u.ErrorCode, u => u.ErrorReason);

    private static List<PartialFailure<TItem>> Of<TRecord, TItem>(
        List<TRecord>? records, Func<TRecord, TItem?> item, Func<TRecord, string?> code, Func<TRecord, string?> message)
        where TItem : class =>
        [.. (records ?? []).Select(r => new PartialFailure<TItem>(item(r) ?? throw new InvalidOperationException("Security Hub names no item for a failure."), code(r) ?? "", message(r) ?? ""))];
}
