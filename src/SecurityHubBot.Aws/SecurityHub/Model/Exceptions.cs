using System.Net;
using Amazon.Runtime;

namespace Amazon.SecurityHub.Model;

/// <summary>The caller may not do this.</summary>
public sealed class AccessDeniedException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
    : AmazonSecurityHubException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Security Hub failed.</summary>
public sealed class InternalException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
    : AmazonSecurityHubException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Security Hub is not enabled in this account and Region, or the account may not do this.</summary>
public sealed class InvalidAccessException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
    : AmazonSecurityHubException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>The request has a wrong or missing member.</summary>
public sealed class InvalidInputException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
    : AmazonSecurityHubException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Too many calls, or a quota is reached.</summary>
public sealed class LimitExceededException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
    : AmazonSecurityHubException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Somebody else is changing the same thing.</summary>
public sealed class ResourceConflictException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
    : AmazonSecurityHubException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>There is no such thing, or it cannot be changed yet.</summary>
public sealed class ResourceNotFoundException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
    : AmazonSecurityHubException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Too many calls.</summary>
public sealed class ThrottlingException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
    : AmazonSecurityHubException(message, innerException, errorType, errorCode, requestId, statusCode);
