using Amazon.Runtime;

namespace Amazon.Organizations.Model;

/// <summary>Any request to AWS Organizations.</summary>
public abstract class AmazonOrganizationsRequest : AmazonWebServiceRequest;
