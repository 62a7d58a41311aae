using System.Net;
using Amazon.Runtime;

namespace Amazon.SecurityHub;

/// <summary>An error that the service answered with: <c>ErrorCode</c>, <c>RequestId</c> and <c>StatusCode</c> as it sent them.</summary>
public class AmazonSecurityHubException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
    : AmazonServiceException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    internal static AmazonServiceException From(string message, Exception inner, ErrorType type, string code, string requestId, HttpStatusCode status) => code switch
    {
        nameof(Model.AccessDeniedException) => new Model.AccessDeniedException(message, inner, type, code, requestId, status),
        nameof(Model.InternalException) => new Model.InternalException(message, inner, type, code, requestId, status),
        nameof(Model.InvalidAccessException) => new Model.InvalidAccessException(message, inner, type, code, requestId, status),
        nameof(Model.InvalidInputException) => new Model.InvalidInputException(message, inner, type, code, requestId, status),
        nameof(Model.LimitExceededException) => new Model.LimitExceededException(message, inner, type, code, requestId, status),
        nameof(Model.ResourceConflictException) => new Model.ResourceConflictException(message, inner, type, code, requestId, status),
        nameof(Model.ResourceNotFoundException) => new Model.ResourceNotFoundException(message, inner, type, code, requestId, status),
        nameof(Model.ThrottlingException) => new Model.ThrottlingException(message, inner, type, code, requestId, status),
        _ => new AmazonSecurityHubException(message, inner, type, code, requestId, status),
    };
}
