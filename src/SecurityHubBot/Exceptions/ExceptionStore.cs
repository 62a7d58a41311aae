using SecurityHubBot.Cases;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Exceptions;

/// <summary>Exceptions with their resources. Whoever writes holds the case's lock.</summary>
internal static class ExceptionStore
{
    private const string Columns =
        """
        id, case_number, state, scope, reason, evidence, requested_by, requested_at, requested_until, decided_by, decided_at,
            comment, until, ended_at, chased_at, renewal_asked_at
        """;

    private const string ById = $"select {Columns} from exceptions where id = @id";

    private const string ByCase = $"select {Columns} from exceptions where case_number = @number order by id";

    private const string ResourcesOfOne = "select exception_id, resource_id from exception_resources where exception_id = @id order by resource_id";

    private const string ResourcesOfCase =
        """
        select r.exception_id, r.resource_id from exception_resources r join exceptions e on e.id = r.exception_id
        where e.case_number = @number order by r.exception_id, r.resource_id
        """;

    private const string Live = "select id, case_number from exceptions where state in ('requested', 'approved') order by id";

    private const string Insert =
        """
        insert into exceptions (case_number, state, scope, reason, evidence, requested_by, requested_at, requested_until, version)
        values (@number, @state, @scope, @reason, @evidence, @requestedBy, @requestedAt, @requestedUntil, 1)
        returning id
        """;

    private const string InsertResource =
        "insert into exception_resources (exception_id, resource_key, resource_id) values (@id, @key, @resource)";

    private const string Update =
        """
        update exceptions set state = @state, decided_by = @decidedBy, decided_at = @decidedAt, comment = @comment, until = @until,
            ended_at = @endedAt, chased_at = @chasedAt, renewal_asked_at = @renewalAskedAt, version = version + 1
        where id = @id
        """;

    public static async Task<CaseException?> Find(DbSession session, ExceptionId id)
    {
        if (await session.SingleOrDefault<ExceptionRow>(ById, new { id = id.Value }) is not { } row)
        {
            return null;
        }

        var resources = await session.Query<ExceptionResourceRow>(ResourcesOfOne, new { id = id.Value });
        return row.ToException(resources.Select(r => r.ResourceId));
    }

    /// <summary>All of a case's exceptions, the oldest first.</summary>
    public static async Task<IReadOnlyList<CaseException>> Of(DbSession session, CaseNumber number)
    {
        var rows = await session.Query<ExceptionRow>(ByCase, new { number = number.Value });
        if (rows.Count == 0)
        {
            return [];
        }

        var resources = (await session.Query<ExceptionResourceRow>(ResourcesOfCase, new { number = number.Value })).ToLookup(r => r.ExceptionId, r => r.ResourceId);
        return [.. rows.Select(r => r.ToException(resources[r.Id]))];
    }

    /// <summary>Those of many cases in two statements, the oldest first.</summary>
    /// <param name="where">A condition on <c>cases c</c>, with its values in <paramref name="args"/>.</param>
    public static async Task<ILookup<CaseNumber, CaseException>> OfCases(DbSession session, string where, object args)
    {
        var rows = await session.Query<ExceptionRow>($"select e.* from exceptions e join cases c on c.number = e.case_number where {where} order by e.id", args);
        var resources = (await session.Query<ExceptionResourceRow>(
            $"""
            select r.exception_id, r.resource_id from exception_resources r join exceptions e on e.id = r.exception_id
            join cases c on c.number = e.case_number where {where} order by r.exception_id, r.resource_id
            """,
            args)).ToLookup(r => r.ExceptionId, r => r.ResourceId);
        return rows.Select(r => r.ToException(resources[r.Id])).ToLookup(e => e.Case);
    }

    /// <summary>Those of which something may still come.</summary>
    public static async Task<IReadOnlyList<(ExceptionId Id, CaseNumber Case)>> AllLive(DbSession session) =>
        [.. (await session.Query<LiveRow>(Live)).Select(r => (new ExceptionId(r.Id), new CaseNumber(r.CaseNumber)))];

    /// <returns>The exception with its number.</returns>
    public static async Task<CaseException> Add(DbSession session, CaseException requested)
    {
        var id = await session.Scalar<long>(Insert, ExceptionRow.Parameters(requested));
        await session.Execute(InsertResource, requested.Resources.Select(r => new { id, key = CaseStore.ResourceKey(r), resource = r }).ToList());
        return requested with { Id = new ExceptionId(id) };
    }

    public static Task Save(DbSession session, CaseException changed) => session.Execute(Update, ExceptionRow.Parameters(changed));

    private sealed class LiveRow
    {
        public long Id { get; init; }

        public long CaseNumber { get; init; }
    }
}
