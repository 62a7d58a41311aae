using System.Net;
using Amazon.Runtime;

namespace Amazon.Organizations;

/// <summary>An error that the service answered with: <c>ErrorCode</c>, <c>RequestId</c> and <c>StatusCode</c> as it sent them.</summary>
public class AmazonOrganizationsException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
    : AmazonServiceException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    internal static AmazonServiceException From(string message, Exception inner, ErrorType type, string code, string requestId, HttpStatusCode status) => code switch
    {
        nameof(Model.AccessDeniedException) => new Model.AccessDeniedException(message, inner, type, code, requestId, status),
        nameof(Model.AccountNotFoundException) => new Model.AccountNotFoundException(message, inner, type, code, requestId, status),
        nameof(Model.AWSOrganizationsNotInUseException) => new Model.AWSOrganizationsNotInUseException(message, inner, type, code, requestId, status),
        nameof(Model.ChildNotFoundException) => new Model.ChildNotFoundException(message, inner, type, code, requestId, status),
        nameof(Model.ConcurrentModificationException) => new Model.ConcurrentModificationException(message, inner, type, code, requestId, status),
        nameof(Model.InvalidInputException) => new Model.InvalidInputException(message, inner, type, code, requestId, status),
        nameof(Model.OrganizationalUnitNotFoundException) => new Model.OrganizationalUnitNotFoundException(message, inner, type, code, requestId, status),
        nameof(Model.ParentNotFoundException) => new Model.ParentNotFoundException(message, inner, type, code, requestId, status),
        nameof(Model.ServiceException) => new Model.ServiceException(message, inner, type, code, requestId, status),
        nameof(Model.TooManyRequestsException) => new Model.TooManyRequestsException(message, inner, type, code, requestId, status),
        _ => new AmazonOrganizationsException(message, inner, type, code, requestId, status),
    };
}
