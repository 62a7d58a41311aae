using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Digest;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Tests.Cases;

namespace SecurityHubBot.Tests.Digest;

internal static class SomeDigests
{
    public static IEnumerable<(string Name, DigestModel Model)> All(Language language)
    {
        yield return ("all is well", DigestModel.AllWell(language, SomeCases.Today));
        yield return ("one of each", One(language));
        yield return ("a bad week", Full(language, "Should not be public"));
    }

    public static IEnumerable<(string Name, DigestModel Model)> Hostile(Language language) =>
        new[] { HostileCases.Title, new string('&', 5000), "<!channel> <https://evil.example|click>\n\u202Ereversed" }.Select((t, i) => ($"hostile {i}", Full(language, t)));

    private static DigestModel One(Language language) => DigestModel.AllWell(language, SomeCases.Today) with
    {
        NewControls = Few(new NewControl("Quantum.1", "Quantum computers should be switched off at night", 3)),
        UnknownAccounts = Few(new UnknownAccount(AccountId.Parse("999999999991"), 1)),
        Rejected = 1,
        UnusableChannels = Few(new UnusableChannel(new FallbackReason(FallbackCause.NotInChannel, "#shop-aws"), 4)),
        Pending = Few(new PendingRequest(new ExceptionId(12), new CaseNumber(142), SomeCases.Aiko, 1)),
        SlowTeams = Few(new SlowTeam("#shop-aws", 21, 1)),
        Unused = Few(ControlCatalogue.Default.Active[0]),
        Health = new BotHealth(0, 1, 0, 0, 0, []),
    };

    private static DigestModel Full(Language language, string text) => new(
        language,
        SomeCases.Today,
        Many(23, i => new NewControl($"Quantum.{i} {text}", text, i * 1000)),
        Many(12, i => new UnknownAccount(AccountId.Parse($"9999999999{i:00}"), i)),
        17,
        Many(5, i => new UnusableChannel(new FallbackReason((FallbackCause)i, i == (int)FallbackCause.NoChannel ? "999999999999" : i % 2 == 0 ? $"C0CHANNEL{i}" : $"#a-{text}"), i * 3)),
        Many(9, i => new PendingRequest(new ExceptionId(i), new CaseNumber(100 + i), SomeCases.Ben, i * 2)),
        Many(3, i => new SlowTeam(i == 1 ? "C0SHOP001" : $"#team-{text}", i == 2 ? null : i * 20, i * 4)),
        new Some<CatalogueControl>([.. ControlCatalogue.Default.Active.Take(DigestView.MaxControls)], 61),
        new BotHealth(12, 3, 4, 5, 6, ["digest", text]));

    private static Some<T> Few<T>(T one) => new([one], 1);

    private static Some<T> Many<T>(int count, Func<int, T> make) => new([.. Enumerable.Range(1, Math.Min(count, DigestView.MaxLines)).Select(make)], count);
}
