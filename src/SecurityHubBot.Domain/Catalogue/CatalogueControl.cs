using SecurityHubBot.Domain.Policies;

namespace SecurityHubBot.Domain.Catalogue;

/// <summary>What is known about a control without looking at any finding.</summary>
/// <param name="Severity">The control's own severity; findings that passed do not carry it.</param>
/// <param name="Service">The service's name as AWS writes it, such as <c>Amazon S3</c>.</param>
/// <param name="Standards">Every standard that contains the control; which of them are enabled only the findings tell.</param>
/// <param name="AwsCategory">AWS's own category; empty for most retired controls.</param>
/// <param name="OtherKind">Finer than <paramref name="Category"/> where that is <see cref="Category.Other"/>.</param>
/// <param name="CisNumbers">The control's requirement number in each version of the CIS benchmark.</param>
public sealed record CatalogueControl(
    ControlId Id,
    Severity Severity,
    string Service,
    IReadOnlyList<StandardId> Standards,
    string AwsCategory,
    Category Category,
    OtherKind OtherKind,
    IReadOnlyDictionary<StandardId, string> CisNumbers,
    string TitleEn,
    string TitleJa,
    bool IsRetired)
{
    public string Title(Language language) => language == Language.Japanese ? TitleJa : TitleEn;
}
