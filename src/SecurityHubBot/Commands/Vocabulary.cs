using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Policies;

namespace SecurityHubBot.Commands;

/// <summary>The words that <c>/shub</c> understands, in both languages whatever the person's own.</summary>
internal static class Vocabulary
{
    public static Dictionary<string, CommandWord> Commands { get; } = Words(
        (CommandWord.Help, "help ヘルプ 使い方 ?"),
        (CommandWord.Status, "status 状況 ステータス"),
        (CommandWord.List, "list 一覧 リスト"),
        (CommandWord.Show, "show 表示 詳細"),
        (CommandWord.Summary, "summary 集計 サマリー"),
        (CommandWord.Score, "score スコア セキュリティスコア"),
        (CommandWord.Mine, "mine 自分 自分の案件"),
        (CommandWord.Report, "report csv レポート 出力"),
        (CommandWord.Exception, "exception 例外 例外申請"),
        (CommandWord.Exceptions, "exceptions 例外一覧"),
        (CommandWord.Snooze, "snooze 休止 スヌーズ"),
        (CommandWord.Policy, "policy 対応方針 方針 ポリシー"),
        (CommandWord.Account, "account アカウント awsアカウント"),
        (CommandWord.Audit, "audit 監査 監査ログ"),
        (CommandWord.Jobs, "jobs ジョブ 定期ジョブ"),
        (CommandWord.Pending, "pending 反映待ち 反映"),
        (CommandWord.Controls, "controls コントロール"));

    public static Dictionary<string, ControlsVerb> ControlsVerbs { get; } = Words(
        (ControlsVerb.Status, "status 状況 ステータス"),
        (ControlsVerb.Plan, "plan 計画"),
        (ControlsVerb.Apply, "apply 適用"));

    /// <summary>Behind <c>apply</c>: Security Hub's configuration policies too.</summary>
    public static IReadOnlySet<string> ConfigurationPolicies { get; } = new HashSet<string>(["configuration-policies", "設定ポリシー"], StringComparer.OrdinalIgnoreCase);

    public static Dictionary<string, RowVerb> RowVerbs { get; } = Words(
        (RowVerb.Show, "show 表示 確認"),
        (RowVerb.Set, "set 設定 変更"),
        (RowVerb.Unset, "unset 解除 取消"));

    public static Dictionary<string, ResponsePolicy> Policies { get; } = Words(
        (ResponsePolicy.Track, "track 追跡 是正まで追跡"),
        (ResponsePolicy.Notify, "notify 通知 通知のみ"),
        (ResponsePolicy.Ignore, "ignore 対応しない"),
        (ResponsePolicy.Disable, "disable 無効化 無効"));

    public static Dictionary<string, Category> Categories { get; } = Words(
        (Category.Essential, "essential 必須 必須サービス"),
        (Category.Availability, "availability 可用性 可用性確保"),
        (Category.Logging, "logging ロギング"),
        (Category.EncryptionInTransit, "encryption-in-transit 通信中の暗号化"),
        (Category.EncryptionAtRest, "encryption-at-rest 保管時の暗号化"),
        (Category.Unused, "unused 使用なし"),
        (Category.Other, "other その他"));

    public static Dictionary<string, PolicyKey> PolicyKeys { get; } = Words(
        (PolicyKey.Policy, "policy 対応方針 方針"),
        (PolicyKey.Standard, "standard 標準"),
        (PolicyKey.Production, "production prod 本番"),
        (PolicyKey.Staging, "staging stg 検証"),
        (PolicyKey.Development, "development dev 開発"),
        (PolicyKey.Due, "due due_days 期限 日数"),
        (PolicyKey.Category, "category 分類"),
        (PolicyKey.Note, "note メモ 備考 理由"));

    public static Dictionary<string, AccountKey> AccountKeys { get; } = Words(
        (AccountKey.Name, "name 名前 アカウント名"),
        (AccountKey.Environment, "env environment 環境"),
        (AccountKey.Channel, "channel チャンネル"),
        (AccountKey.Owners, "owners owner 所有者 担当者"),
        (AccountKey.Escalation, "escalation エスカレーション 連絡先"),
        (AccountKey.TicketProject, "ticket_project project プロジェクト"),
        (AccountKey.Language, "language lang 言語"));

    public static Dictionary<string, AccountEnvironment> Environments { get; } = Words(
        (AccountEnvironment.Production, "production prod 本番"),
        (AccountEnvironment.Staging, "staging stg 検証"),
        (AccountEnvironment.Development, "development dev 開発"));

    public static Dictionary<string, Language> Tongues { get; } = Words(
        (Language.Japanese, "ja japanese 日本語"),
        (Language.English, "en english 英語"));

    public static Dictionary<string, ExceptionsState> ExceptionStates { get; } = Words(
        (ExceptionsState.Pending, "pending requested 承認待ち 申請中"),
        (ExceptionsState.Approved, "approved 承認済み 有効"),
        (ExceptionsState.Ended, "ended lapsed rejected withdrawn 終了 期限切れ 却下"),
        (ExceptionsState.Current, "current open 現在"));

    public static Dictionary<string, ListState> States { get; } = Words(
        (ListState.Open, "open 未対応 未是正 未完了"),
        (ListState.Accepted, "accepted 対応中"),
        (ListState.Overdue, "overdue 期限切れ 期限超過 超過"),
        (ListState.Fixed, "fixed 是正済み 対応済み 完了"));

    public static Dictionary<string, Severity> Severities { get; } = Words(
        (Severity.Critical, "critical クリティカル 緊急 重大"),
        (Severity.High, "high 高"),
        (Severity.Medium, "medium 中"),
        (Severity.Low, "low 低"),
        (Severity.Informational, "informational 情報"));

    public static Dictionary<string, FilterKey> Keys { get; } = Words(
        (FilterKey.State, "state 状態"),
        (FilterKey.Severity, "severity 重要度"),
        (FilterKey.Account, "account アカウント awsアカウント"),
        (FilterKey.Control, "control コントロール"),
        (FilterKey.Service, "service サービス"));

    public static Dictionary<string, FilterFlag> Flags { get; } = Words(
        (FilterFlag.Mine, "mine me 自分 自分の 私"),
        (FilterFlag.Unassigned, "unassigned 担当者なし 担当なし 未定 未割り当て"),
        (FilterFlag.Everywhere, "all everywhere 全体 すべて 全て 全部"));

    /// <summary>The part before the dot of every control's id, in upper case.</summary>
    public static IReadOnlySet<string> Services { get; } = ControlCatalogue.Default.Active.Concat(ControlCatalogue.Default.Retired)
        .Select(c => c.Id.Key.Split('.')[0]).ToHashSet(StringComparer.Ordinal);

    private static Dictionary<string, T> Words<T>(params (T Meaning, string Words)[] entries) => entries
        .SelectMany(e => e.Words.Split(' ').Select(w => (w, e.Meaning)))
        .ToDictionary(e => e.w, e => e.Meaning, StringComparer.OrdinalIgnoreCase);
}

internal enum FilterKey
{
    State,
    Severity,
    Account,
    Control,
    Service,
}

internal enum FilterFlag
{
    Mine,
    Unassigned,
    Everywhere,
}

internal enum PolicyKey
{
    Policy,
    Standard,
    Production,
    Staging,
    Development,
    Due,
    Category,
    Note,
}

internal enum AccountKey
{
    Name,
    Environment,
    Channel,
    Owners,
    Escalation,
    TicketProject,
    Language,
}
