using System.Diagnostics.CodeAnalysis;

namespace SecurityHubBot.Domain.Policies;

/// <summary>What we do about a control, in rising strictness.</summary>
public enum ResponsePolicy
{
    Disable,
    Ignore,
    Notify,
    Track,
}

/// <summary>Why a control has its policy.</summary>
public enum Category
{
    Essential,
    Availability,
    Logging,
    EncryptionInTransit,
    EncryptionAtRest,
    Unused,
    Other,
}

public static class ResponsePolicies
{
    public static string Code(this ResponsePolicy policy) => policy.ToString().ToLowerInvariant();

    public static bool TryParse([NotNullWhen(true)] string? text, out ResponsePolicy policy)
    {
        ResponsePolicy? found = (text ?? "").Trim().ToLowerInvariant() switch
        {
            "track" => ResponsePolicy.Track,
            "notify" => ResponsePolicy.Notify,
            "ignore" => ResponsePolicy.Ignore,
            "disable" => ResponsePolicy.Disable,
            _ => null,
        };
        policy = found ?? default;
        return found is not null;
    }
}

public static class Categories
{
    public static string Code(this Category category) => category switch
    {
        Category.Essential => "essential",
        Category.Availability => "availability",
        Category.Logging => "logging",
        Category.EncryptionInTransit => "encryption-in-transit",
        Category.EncryptionAtRest => "encryption-at-rest",
        Category.Unused => "unused",
        Category.Other => "other",
        _ => throw new ArgumentOutOfRangeException(nameof(category), category, message: null),
    };

    public static bool TryParse([NotNullWhen(true)] string? text, out Category category)
    {
        var code = (text ?? "").Trim().ToLowerInvariant();
        foreach (var value in Enum.GetValues<Category>())
        {
            if (value.Code() == code)
            {
                category = value;
                return true;
            }
        }

        category = default;
        return false;
    }
}
