using System.Globalization;
using Dapper;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Exceptions;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Commands;

/// <param name="Exception">Without its resources.</param>
internal sealed record ListedException(CaseException Exception, ListedCase About);

internal sealed record ExceptionsData(IReadOnlyList<ListedException> Exceptions, int Page, long Total);

/// <summary>What <c>/shub exceptions</c> reads.</summary>
internal sealed class ExceptionQueries(Database database)
{
    public const int PageSize = 10;

    public Task<ExceptionsData> List(ExceptionsFilter filter, CommandScope scope, string user, int page, CancellationToken cancellationToken)
    {
        var args = new DynamicParameters(new { user, size = PageSize });
        var from = $"from exceptions e join cases c on c.number = e.case_number where {Condition(filter)} and {scope.Where("c.account_id", args)}";
        return database.Read(
            async session =>
            {
                var total = await session.Scalar<long>($"select count(*) {from}", args);
                var shown = Math.Clamp(page, 1, Paging.Pages(total, PageSize));
                args.Add("skip", (shown - 1) * PageSize);
                var rows = await session.Query<ExceptionRow>($"select e.* {from} order by {Order(filter.State)} limit @size offset @skip", args);
                return new ExceptionsData(await WithCases(session, rows), shown, total);
            },
            cancellationToken);
    }

    private static async Task<IReadOnlyList<ListedException>> WithCases(DbSession session, IReadOnlyList<ExceptionRow> rows)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        // Numbers of ours: nothing in them comes from outside.
        var numbers = string.Join(", ", rows.Select(r => r.CaseNumber.ToString(CultureInfo.InvariantCulture)).Distinct());
        var cases = (await session.Query<ListRow>($"{CommandQueries.SelectListed} where c.number in ({numbers})")).ToDictionary(r => r.Number, r => r.ToListed());
        return [.. rows.Select(r => new ListedException(r.ToException([]), cases[r.CaseNumber]))];
    }

    private static string Condition(ExceptionsFilter filter)
    {
        var state = filter.State switch
        {
            ExceptionsState.Pending => "e.state = 'requested'",
            ExceptionsState.Approved => "e.state = 'approved'",
            ExceptionsState.Ended => "e.state not in ('requested', 'approved')",
            _ => "e.state in ('requested', 'approved')",
        };
        return filter.Mine ? $"{state} and (e.requested_by = @user or c.assignee = @user)" : state;
    }

    /// <summary>What has waited longest, what ends first, what ended last.</summary>
    private static string Order(ExceptionsState state) => state switch
    {
        ExceptionsState.Pending => "e.requested_at, e.id",
        ExceptionsState.Approved => "e.until, e.id",
        ExceptionsState.Ended => "coalesce(e.ended_at, e.decided_at, e.requested_at) desc, e.id desc",
        _ => "case when e.state = 'requested' then 0 else 1 end, case when e.state = 'requested' then e.requested_at else 0 end, coalesce(e.until, ''), e.id",
    };
}
