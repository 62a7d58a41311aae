using SecurityHubBot.Domain.Tables;

namespace SecurityHubBot.Domain.Tests.Tables;

internal static class Cells
{
    public static readonly Dictionary<string, string?> GoodAccount = new()
    {
        ["account_id"] = "012345678901",
        ["name"] = "shop-prod",
        ["environment"] = "production",
        ["channel"] = "C0123ABCDEF",
        ["owners"] = "U0123ABCDEF;S0123ABCDEF",
        ["escalation"] = "U9876ZYXWVU",
        ["ticket_project"] = "SHOP",
        ["language"] = "en",
    };

    public static readonly Dictionary<string, string?> GoodPolicy = new()
    {
        ["standard"] = "aws-foundational-security-best-practices/v/1.0.0",
        ["control"] = "S3.13",
        ["policy"] = "track",
        ["category"] = "availability",
        ["due_days"] = "30",
        ["environments"] = "production=track;development=ignore;123456789012=disable",
        ["note"] = "決定: 2026年4月",
    };

    public static Dictionary<string, string?> With(this Dictionary<string, string?> cells, string column, string? text) =>
        new(cells) { [column] = text };

    public static T ShouldBeRead<T>(this RowResult<T> result) =>
        result is RowResult<T>.Read read
            ? read.Row
            : throw new ShouldAssertException(string.Join('\n', ((RowResult<T>.Wrong)result).Errors));

    public static IReadOnlyList<RowError> ShouldBeWrong<T>(this RowResult<T> result) =>
        result.ShouldBeOfType<RowResult<T>.Wrong>().Errors;

    public static RowError ShouldHaveOneError<T>(this RowResult<T> result, string column)
    {
        var error = result.ShouldBeWrong().ShouldHaveSingleItem();
        error.Column.ShouldBe(column);
        return error;
    }

    public static Dictionary<string, string?> AsRead(this IReadOnlyDictionary<string, string> formatted) =>
        formatted.ToDictionary(c => c.Key, c => (string?)c.Value);
}
