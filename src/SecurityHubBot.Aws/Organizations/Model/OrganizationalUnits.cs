using Amazon.Runtime;

namespace Amazon.Organizations.Model;

public sealed class ListParentsRequest : AmazonOrganizationsRequest
{
    public string? ChildId { get; set; }

    public string? NextToken { get; set; }

    public int? MaxResults { get; set; }
}

public sealed class ListParentsResponse : AmazonWebServiceResponse
{
    public List<Parent> Parents { get; set; } = [];

    public string? NextToken { get; set; }
}

public sealed class Parent
{
    public string? Id { get; set; }

    public string? Type { get; set; }
}

public sealed class ListRootsRequest : AmazonOrganizationsRequest
{
    public string? NextToken { get; set; }

    public int? MaxResults { get; set; }
}

public sealed class ListRootsResponse : AmazonWebServiceResponse
{
    public List<Root> Roots { get; set; } = [];

    public string? NextToken { get; set; }
}

public sealed class Root
{
    public string? Id { get; set; }

    public string? Arn { get; set; }

    public string? Name { get; set; }

    public List<PolicyTypeSummary> PolicyTypes { get; set; } = [];
}

public sealed class ListOrganizationalUnitsForParentRequest : AmazonOrganizationsRequest
{
    public string? ParentId { get; set; }

    public string? NextToken { get; set; }

    public int? MaxResults { get; set; }
}

public sealed class ListOrganizationalUnitsForParentResponse : AmazonWebServiceResponse
{
    public List<OrganizationalUnit> OrganizationalUnits { get; set; } = [];

    public string? NextToken { get; set; }
}

public sealed class OrganizationalUnit
{
    public string? Id { get; set; }

    public string? Arn { get; set; }

    public string? Name { get; set; }

    public string? Path { get; set; }
}

public sealed class DescribeOrganizationalUnitRequest : AmazonOrganizationsRequest
{
    public string? OrganizationalUnitId { get; set; }
}

public sealed class DescribeOrganizationalUnitResponse : AmazonWebServiceResponse
{
    public OrganizationalUnit? OrganizationalUnit { get; set; }
}
