namespace Amazon.SecurityHub;

// The values of the service's enumerations that callers write or compare. The SDK's own types take and give text just so.

public static class WorkflowStatus
{
    public const string NEW = "NEW";
    public const string NOTIFIED = "NOTIFIED";
    public const string RESOLVED = "RESOLVED";
    public const string SUPPRESSED = "SUPPRESSED";
}

public static class RecordState
{
    public const string ACTIVE = "ACTIVE";
    public const string ARCHIVED = "ARCHIVED";
}

public static class AssociationStatus
{
    public const string ENABLED = "ENABLED";
    public const string DISABLED = "DISABLED";
}

public static class ControlStatus
{
    public const string ENABLED = "ENABLED";
    public const string DISABLED = "DISABLED";
}

public static class StringFilterComparison
{
    public const string EQUALS = "EQUALS";
    public const string NOT_EQUALS = "NOT_EQUALS";
    public const string PREFIX = "PREFIX";
    public const string PREFIX_NOT_EQUALS = "PREFIX_NOT_EQUALS";
    public const string CONTAINS = "CONTAINS";
    public const string NOT_CONTAINS = "NOT_CONTAINS";
}

public static class MapFilterComparison
{
    public const string EQUALS = "EQUALS";
    public const string NOT_EQUALS = "NOT_EQUALS";
    public const string CONTAINS = "CONTAINS";
    public const string NOT_CONTAINS = "NOT_CONTAINS";
}

public static class SortOrder
{
    public const string Asc = "asc";
    public const string Desc = "desc";
}

public static class StandardsControlsUpdatable
{
    public const string READY_FOR_UPDATES = "READY_FOR_UPDATES";
    public const string NOT_READY_FOR_UPDATES = "NOT_READY_FOR_UPDATES";
}
