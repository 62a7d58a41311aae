using Amazon.Runtime;

namespace Amazon.SecurityHub.Model;

/// <summary>Any request to Security Hub.</summary>
public abstract class AmazonSecurityHubRequest : AmazonWebServiceRequest;
