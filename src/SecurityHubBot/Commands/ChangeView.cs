using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Directories;
using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Directories.Dynamo;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Commands;

/// <summary>Why a preview is shown again instead of what was asked for.</summary>
internal enum PreviewAgain
{
    RowChanged,
    TooOld,
}

/// <summary>A change of a policy or account from its preview to its end.</summary>
internal static class ChangeView
{
    private const int MaxNamed = 5;

    public static RenderedMessage Preview(Proposal.Change change, CardMove? move, IReadOnlyList<ChangeWarning> warnings, CommandContext context, PreviewAgain? again = null)
    {
        var language = context.Language;
        var title = Say(context, change switch
        {
            { After: null } => "Preview.Title.Unset",
            { Before: null } => "Preview.Title.New",
            _ => "Preview.Title.Changed",
        }, Subject(change.Edit, context));
        var value = new ChangeValue(change.Edit, change.Stamp, change.At).ToString();
        Block?[] blocks =
        [
            again is { } why ? CardText.Section(Say(context, $"Preview.{why}")) : null,
            CardText.Section(title),
            CardText.Section(Rows(change, context)),
            CardText.Section(Effect(change.Effect, move, context)),
            .. warnings.Select(w => CardText.Section(Warning(w, context))),
            new ActionsBlock
            {
                Elements =
                [
                    new Button { ActionId = ChangeValue.ApplyAction, Text = DirectoryWords.Say(language, "Button.Apply"), Value = value, Style = ButtonStyle.Primary },
                    new Button { ActionId = ChangeValue.CancelAction, Text = DirectoryWords.Say(language, "Button.Cancel"), Value = value },
                ],
            },
            CardText.Context(Say(context, "Preview.Foot", CommandWords.Number((long)ChangeValue.GoodFor.TotalMinutes))),
        ];
        return new RenderedMessage(title, [.. blocks.OfType<Block>()]);
    }

    /// <summary>The answer with a line that says how old what it shows is, and one that says that it is from a table in which there is nothing any more.</summary>
    public static RenderedMessage Noted(RenderedMessage answer, DirectoryCondition condition, DirectoryTable about, CommandContext context)
    {
        var age = condition.ReadAt is { } at ? Say(context, "Directory.Old", PeopleDates.Moment(at, context.Zone, context.Language)) : Say(context, "Directory.NeverRead");
        IEnumerable<string> lines = [.. condition.IsOld || condition.Fault is not null ? [age] : Array.Empty<string>(), .. DirectoryNotice.Empty(condition, context.Language, about)];
        return answer with { Blocks = [.. answer.Blocks, .. lines.Select(CardText.Context)] };
    }

    public static RenderedMessage Unavailable(CommandContext context) => Sentences(Say(context, "Directory.Unavailable"));

    public static RenderedMessage AlreadySo(Proposal.AlreadySo proposal, DirectoryEdit edit, CommandContext context)
    {
        var sentence = Say(context, proposal.Row is null ? "AlreadySo.NoRow" : "AlreadySo", Subject(edit, context));
        return proposal.Row is null ? Sentences(sentence) : Sentences(sentence, Row(edit, proposal.Row.Row, context));
    }

    /// <summary>What a new account's row needs besides; and what no parser should let through.</summary>
    public static RenderedMessage Impossible(Proposal.Impossible proposal, DirectoryEdit edit, CommandContext context)
    {
        string[] needed = [AccountEdit.Name, AccountEdit.Environment];
        var isNew = edit is AccountEdit && proposal.Errors.All(e => needed.Contains(e.Column, StringComparer.Ordinal));
        return Sentences(Say(context, isNew ? "Impossible.NewAccount" : "Impossible", Subject(edit, context), edit.TouchedKey));
    }

    public static RenderedMessage Cancelled(DirectoryEdit edit, CommandContext context) => Sentences(Say(context, "Cancelled", Subject(edit, context)));

    public static RenderedMessage AppliedAlready(DirectoryEdit edit, CommandContext context) => Sentences(Say(context, "AppliedAlready", Subject(edit, context)));

    public static RenderedMessage Progress(AppliedChange applied, long remaining, CommandContext context) => Sentences(
        Say(context, "Progress.Title", Subject(applied.Edit, context)),
        Say(context, "Progress", CommandWords.Number(Math.Max(0, applied.Touched - remaining)), CommandWords.Number(applied.Touched)),
        Say(context, "Progress.Safe", ShowCommand(applied.Edit)));

    public static RenderedMessage Done(AppliedChange applied, ChangeOutcome outcome, CommandContext context)
    {
        var lines = new List<string>();
        Add(lines, "Done.Closed", outcome.Closed, context);
        Add(lines, "Done.Opened", outcome.Opened, context);
        Add(lines, "Done.NewDue", outcome.NewDue, context);
        Add(lines, "Done.Quiet", outcome.Quiet, context);
        var result = lines.Count == 0 ? Say(context, "Done.Nothing") : string.Join('\n', lines);
        return Sentences(
            Say(context, "Done.Title", Subject(applied.Edit, context)),
            $"{DirectoryWords.Count(context.Language, "Done.Decided", applied.Touched)}\n{result}",
            Say(context, "Done.Foot", ShowCommand(applied.Edit)));
    }

    public static RenderedMessage GoesOn(AppliedChange applied, long remaining, CommandContext context) => Sentences(
        Say(context, "Progress.Title", Subject(applied.Edit, context)),
        Say(context, "GoesOn", CommandWords.Number(remaining), ShowCommand(applied.Edit)));

    private static string Subject(DirectoryEdit edit, CommandContext context) => edit switch
    {
        PolicyEdit policy => Say(context, "Subject.Policy", policy.Control, RowWords.Standard(policy.Standard, context.Language)),
        AccountEdit account => Say(context, "Subject.Account", context.AccountName(account.Account), account.Account),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string ShowCommand(DirectoryEdit edit) => edit is PolicyEdit ? $"/shub policy show {edit.TouchedKey}" : $"/shub account show {edit.TouchedKey}";

    private static string Rows(Proposal.Change change, CommandContext context)
    {
        if (change.Edit is AccountEdit)
        {
            return RowWords.AccountChanges(change.Before, change.After!, context.Language);
        }

        var none = Say(context, "Row.None");
        return string.Join(
            '\n',
            Say(context, "Preview.Before", change.Before is null ? none : RowWords.Policy(change.Before, context)),
            Say(context, "Preview.After", change.After is null ? none : RowWords.Policy(change.After, context)));
    }

    private static string Row(DirectoryEdit edit, TableRow row, CommandContext context) =>
        edit is AccountEdit ? RowWords.Account(row, context.Language) : RowWords.Policy(row, context);

    private static string Effect(ChangeEffect effect, CardMove? move, CommandContext context)
    {
        var lines = new List<string>();
        Add(lines, "Effect.Closes", effect.Closes, context);
        Add(lines, "Effect.Opens", effect.Opens, context);
        Add(lines, "Effect.NewDue", effect.NewDue, context);
        Add(lines, "Effect.Suppresses", effect.Suppresses, context);
        Add(lines, "Effect.Unsuppresses", effect.Unsuppresses, context);
        Add(lines, "Effect.Tells", effect.Tells, context);
        if (move is { Cards: > 0 })
        {
            var channel = move.Channel is { } own ? CardText.Channel(own) : Say(context, "Effect.SecurityChannel");
            lines.Add(DirectoryWords.Count(context.Language, "Effect.Moves", move.Cards, channel));
        }

        var title = DirectoryWords.Count(context.Language, "Effect.Title", effect.Touched);
        return string.Join('\n', lines.Count == 0 ? [title, Say(context, "Effect.Nothing")] : lines.Prepend(title));
    }

    private static void Add(List<string> lines, string key, long count, CommandContext context)
    {
        if (count > 0)
        {
            lines.Add(DirectoryWords.Count(context.Language, key, count));
        }
    }

    private static string Warning(ChangeWarning warning, CommandContext context) => warning switch
    {
        ChangeWarning.UnknownControl { Near.Count: 0 } => Say(context, "Warning.UnknownControl"),
        ChangeWarning.UnknownControl unknown => Say(context, "Warning.UnknownControl.Near", CommandWords.Join(context.Language, unknown.Near)),
        ChangeWarning.OtherRows other => Say(
            context, "Warning.OtherRows", CommandWords.Join(context.Language, other.Standards.Take(MaxNamed).Select(s => RowWords.Standard(s, context.Language)))),
        ChangeWarning.ChannelNotFound missing => Say(context, "Warning.ChannelNotFound", CardText.Channel(missing.Channel)),
        ChangeWarning.BotNotInChannel absent => Say(context, "Warning.BotNotInChannel", CardText.Channel(absent.Channel)),
        ChangeWarning.ChannelArchived archived => Say(context, "Warning.ChannelArchived", CardText.Channel(archived.Channel)),
        ChangeWarning.NotChecked unseen => Say(context, "Warning.NotChecked", RowWords.Text(unseen.Word, 80)),
        ChangeWarning.NoFindings => Say(context, "Warning.NoFindings"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Say(CommandContext context, string key, params object?[] args) => DirectoryWords.Say(context.Language, key, args);

    private static RenderedMessage Sentences(params string[] sections) => new(sections[0], [.. sections.Select(CardText.Section)]);
}
