using System.Globalization;

namespace SecurityHubBot.Home;

public enum HomeList
{
    Cases,
    Exceptions,
    Approvals,
}

/// <summary>What a paging button of the Home tab carries: the list and the page, such as <c>cases 2</c>.</summary>
public static class HomePageValue
{
    public const string Action = "home.page";
    public const string BackAction = "home.page.back";

    private const int MaxPage = 100_000;

    public static string Of(HomeList list, int page) => string.Create(CultureInfo.InvariantCulture, $"{Code(list)} {page}");

    /// <summary>Null for what no button of ours carries.</summary>
    public static (HomeList List, int Page)? Parse(string? value)
    {
        var parts = (value ?? "").Split(' ');
        if (parts.Length != 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var page) || page is < 1 or > MaxPage)
        {
            return null;
        }

        return Enum.GetValues<HomeList>().Where(l => Code(l) == parts[0]).Select(l => ((HomeList, int)?)(l, page)).FirstOrDefault();
    }

    private static string Code(HomeList list) => list switch
    {
        HomeList.Cases => "cases",
        HomeList.Exceptions => "exceptions",
        HomeList.Approvals => "approvals",
        _ => throw new ArgumentOutOfRangeException(nameof(list), list, message: null),
    };
}
