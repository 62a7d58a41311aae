using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Catalogue;

namespace SecurityHubBot.Commands;

/// <summary>The words that <c>/shub</c> understands, in both languages whatever the person's own.</summary>
internal static class Vocabulary
{
    public static Dictionary<string, CommandWord> Commands { get; } = Words(
        (CommandWord.Help, "help ヘルプ 使い方 ?"),
        (CommandWord.Status, "status 状況 ステータス"),
        (CommandWord.List, "list 一覧 リスト"),
        (CommandWord.Show, "show 表示 詳細"),
        (CommandWord.Summary, "summary 集計 サマリー"));

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
