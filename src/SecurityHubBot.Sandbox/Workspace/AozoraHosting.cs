namespace SecurityHubBot.Sandbox.Workspace;

/// <summary>The company that the sandbox opens with: a Japanese hosting company with one channel per service team.</summary>
public static class AozoraHosting
{
    public const string Tanaka = "U0TANAKA01";
    public const string Suzuki = "U0SUZUKI01";
    public const string Sato = "U0SATOKEN1";
    public const string Ito = "U0ITOYUKI1";
    public const string Watanabe = "U0WATANAB1";
    public const string Yamamoto = "U0YAMAMOT1";
    public const string Nakamura = "U0NAKAMUR1";
    public const string Kobayashi = "U0KOBAYAS1";
    public const string Miller = "U0MILLER01";
    public const string Takahashi = "U0TAKAHAS1";

    public const string Approvers = "S0APPROVER";
    public const string Operators = "S0OPERATOR";

    private static readonly string Bot = new SeedBot().UserId;

    public static WorkspaceSeed Seed { get; } = new()
    {
        // The team that runs the accounts is whom the bot is for: it comes first, not the people who watch over them.
        FirstPerson = Ito,
        FirstChannel = "C0SHOPAWS1",
        Team = new SeedTeam("T0AOZORA01", "あおぞらホスティング", "aozora-hosting"),
        People =
        [
            Person(Tanaka, "tanaka.misaki", "田中 美咲", "セキュリティチーム リーダー", "b5407b") with { IsAdmin = true },
            Person(Suzuki, "suzuki.kenta", "鈴木 健太", "セキュリティエンジニア", "2c7be5"),
            Person(Sato, "sato.ken", "佐藤 健", "SRE・SecurityHubBot 運用担当", "1f8a5f"),
            Person(Ito, "ito.yuki", "伊藤 優希", "ショップチーム リーダー", "c2571a"),
            Person(Watanabe, "watanabe.sho", "渡辺 翔", "決済チーム エンジニア", "6b4fbb"),
            Person(Yamamoto, "yamamoto.aoi", "山本 葵", "メディアチーム エンジニア", "0b7a75"),
            Person(Nakamura, "nakamura.ren", "中村 蓮", "データ基盤チーム リーダー", "9a3412"),
            Person(Kobayashi, "kobayashi.mei", "小林 芽衣", "情報システム部", "8a6d00"),
            Person(Miller, "emma.miller", "Emma Miller", "Game Backend Engineer", "3b5bdb") with { Locale = "en-US", TimeZone = "America/Los_Angeles" },
            Person(Takahashi, "takahashi.jun", "高橋 純", "元ショップチーム(退職)", "777777") with { Deleted = true },
        ],
        Channels =
        [
            Channel("C0GENERAL1", "general", "全社のお知らせ", Tanaka, Suzuki, Sato, Ito, Watanabe, Yamamoto, Nakamura, Kobayashi, Miller),
            Channel("C0SECURITY", "security", "セキュリティチーム: 担当不明の検出結果と月次まとめ", Bot, Tanaka, Suzuki, Sato),
            Channel("C0SECAPPRV", "security-approvals", "例外申請の承認", Bot, Tanaka, Suzuki, Nakamura, Sato) with { IsPrivate = true },
            Channel("C0SHOPAWS1", "shop-aws", "ショップチームのAWSアカウント", Bot, Ito, Tanaka, Sato),
            Channel("C0PAYAWS01", "payment-aws", "決済チームのAWSアカウント", Bot, Watanabe, Suzuki, Sato),
            Channel("C0MEDIAAWS", "media-aws", "メディアチームのAWSアカウント", Bot, Yamamoto, Ito, Sato),
            Channel("C0DATAAWS1", "data-platform-aws", "データ基盤チームのAWSアカウント", Bot, Nakamura, Watanabe, Sato),
            Channel("C0CORPITAW", "corp-it-aws", "情報システム部のAWSアカウント", Bot, Kobayashi, Suzuki),
            Channel("C0GAMEAWS1", "global-aws", "AWS accounts of the game teams (English)", Bot, Miller, Nakamura, Sato),
            Channel("C0NETAWS01", "network-aws", "共用ネットワークのAWSアカウント", Bot, Sato, Suzuki),
            Channel("C0LABAWS01", "sandbox-aws", "検証環境のAWSアカウント", Bot, Yamamoto, Sato),
            Channel("C0OLDPORT1", "legacy-aws", "旧会員ポータル(ボット未参加)", Ito, Sato),
            Channel("C0OLDSHOP1", "old-shop-aws", "旧ショップ(アーカイブ済み)", Bot, Ito) with { IsArchived = true },
        ],
        Groups =
        [
            new SeedGroup("S0SECURITY", "security-team", "セキュリティチーム", [Tanaka, Suzuki]),
            // Nakamura owns accounts too: that nobody decides about their own request can be seen.
            new SeedGroup(Approvers, "shub-approvers", "例外の承認者", [Tanaka, Suzuki, Nakamura]),
            new SeedGroup(Operators, "shub-operators", "SecurityHubBot 運用担当", [Sato]),
        ],
    };

    /// <summary>A person's id by family name in small letters, such as <c>ito</c>; null for nobody.</summary>
    public static string? IdOf(string familyName) =>
        Seed.People.FirstOrDefault(p => !p.Deleted && p.Name.Split('.').Contains(familyName, StringComparer.Ordinal))?.Id;

    private static SeedPerson Person(string id, string name, string realName, string title, string color) =>
        new(id, name, realName, title) { Color = color, Email = $"{name}@aozora-hosting.example" };

    private static SeedChannel Channel(string id, string name, string topic, params string[] members) => new(id, name, topic, members);
}
