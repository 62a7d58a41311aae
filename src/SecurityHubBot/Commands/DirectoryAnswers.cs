using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Directories;
using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Roles;
using SecurityHubBot.Roles;

namespace SecurityHubBot.Commands;

/// <summary>Answers <c>/shub policy</c> and <c>/shub account</c>: shows rows, and what a change of one would do.</summary>
internal sealed class DirectoryAnswers(DirectoryQueries queries, DirectoryChanges changes, AccountWishes wishes, IRoles roles, IDirectory directory)
{
    private const int MaxSameName = 2;

    public async Task<RenderedMessage> Answer(ShubCommand command, string user, CommandContext context, CancellationToken cancellationToken)
    {
        var action = command switch
        {
            ShubCommand.PolicyShow => BotAction.ReadPolicy,
            ShubCommand.PolicySet => BotAction.ChangePolicy,
            ShubCommand.AccountShow => BotAction.ReadAccount,
            _ => BotAction.ChangeAccount,
        };
        if (await roles.May(user, action, cancellationToken) is Permission.Refused refused)
        {
            return HelpView.Refused(action, refused, context.Language);
        }

        var answer = command switch
        {
            ShubCommand.PolicyShow show => PolicyShowView.Render(
                await queries.Policy(show.Control, show.Standard, await directory.Current(cancellationToken), cancellationToken), context),
            ShubCommand.PolicySet set => await Preview(set.Edit, [], context, again: null, cancellationToken),
            ShubCommand.AccountShow show => await Account(show.Account, context, async id => AccountShowView.Render(await queries.Account(id, cancellationToken), context)),
            ShubCommand.AccountSet set => await Account(set.Account, context, id => SetAccount(id, set.Cells, context, cancellationToken)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        var about = action is BotAction.ReadPolicy or BotAction.ChangePolicy ? DirectoryTable.Policies : DirectoryTable.Accounts;
        return ChangeView.Noted(answer, await queries.Condition(cancellationToken), about, context);
    }

    /// <summary>What the change would do now, with the buttons; or why it cannot be or need not be.</summary>
    public async Task<RenderedMessage> Preview(
        DirectoryEdit edit, IReadOnlyList<ChangeWarning> warnings, CommandContext context, PreviewAgain? again, CancellationToken cancellationToken)
    {
        Proposal proposal;
        try
        {
            proposal = await changes.Propose(edit, cancellationToken);
        }
        catch (DirectoryUnavailableException)
        {
            return ChangeView.Unavailable(context);
        }

        switch (proposal)
        {
            case Proposal.AlreadySo same:
                return ChangeView.AlreadySo(same, edit, context);
            case Proposal.Impossible impossible:
                return ChangeView.Impossible(impossible, edit, context);
            case Proposal.Change change when !new ChangeValue(edit, change.Stamp, change.At).Fits:
                return HelpView.Wrong(new ShubCommand.Wrong(edit is PolicyEdit ? CommandWord.Policy : CommandWord.Account, "", ExpectedArgument.TooLong), context.Language);
            case Proposal.Change change:
                IReadOnlyList<ChangeWarning> all = [.. warnings, .. await Warnings(change, cancellationToken)];
                return ChangeView.Preview(change, await Move(change, cancellationToken), all, context, again);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task<RenderedMessage> Account(string words, CommandContext context, Func<AccountId, Task<RenderedMessage>> then)
    {
        switch (ScopeFinder.Named([words], context.Accounts))
        {
            case ScopeResult.Found { Scope.Accounts: [var only] }:
                return await then(only);
            case ScopeResult.Found { Scope.Accounts: { Count: >= MaxSameName } several }:
                return AccountShowView.SeveralOfThatName(words, several, context.Language);
            case ScopeResult.NoSuchAccount missing:
                return HelpView.NoSuchAccount(missing, context.Language);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<RenderedMessage> SetAccount(AccountId account, IReadOnlyDictionary<string, string> cells, CommandContext context, CancellationToken cancellationToken) =>
        await wishes.Read(account, cells, cancellationToken) switch
        {
            AccountWish.Read read => await Preview(read.Edit, read.Warnings, context, again: null, cancellationToken),
            AccountWish.Wrong wrong => HelpView.WrongWish(wrong, context.Language),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private async Task<IReadOnlyList<ChangeWarning>> Warnings(Proposal.Change change, CancellationToken cancellationToken)
    {
        var warnings = new List<ChangeWarning>();
        if (change.Edit is not PolicyEdit policy)
        {
            warnings.AddRange(change is { Edit: AccountEdit account, After: { } row } && account.Cells.ContainsKey(AccountEdit.Channel) && row.Cells[AccountEdit.Channel] is { Length: > 0 } channel
                ? await wishes.CheckChannel(channel, cancellationToken)
                : []);
            warnings.AddRange(change.Before is null && !await queries.IsSeen(change.Edit, cancellationToken) ? [new ChangeWarning.NoFindings()] : []);
            return warnings;
        }

        if (change.After is not null && !queries.IsInCatalogue(policy.Control) && !await queries.IsSeen(policy, cancellationToken))
        {
            warnings.Add(new ChangeWarning.UnknownControl(queries.NearControls(policy.Control)));
        }

        if (policy.Standard is null && await queries.StandardsWithRow(policy.Control, cancellationToken) is { Count: > 0 } others)
        {
            warnings.Add(new ChangeWarning.OtherRows(others));
        }

        return warnings;
    }

    private async Task<CardMove?> Move(Proposal.Change change, CancellationToken cancellationToken)
    {
        if (change is not { Edit: AccountEdit account, After: { } after })
        {
            return null;
        }

        var channel = after.Cells[AccountEdit.Channel];
        return await wishes.Target(channel, cancellationToken) is var (target, isOwn)
            ? new CardMove(await queries.CardsOutside(account.Account, target, cancellationToken), isOwn ? channel : null)
            : null;
    }
}
