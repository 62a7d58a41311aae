namespace SecurityHubBot.Directories.Changes;

/// <summary>What changes when a row does: found out by deciding every touched case, or counted after that has happened.</summary>
/// <param name="Touched">Controls in an account and Region that are decided again.</param>
/// <param name="Closes">Cases, open or excepted, that end because nobody tracks them any more.</param>
/// <param name="Opens">Cases that did not exist or were closed, and are open then.</param>
/// <param name="NewDue">Cases that stay open and get another due date.</param>
/// <param name="Suppresses">Failing findings that are kept quiet from then on (<c>ignore</c> or <c>disable</c>).</param>
/// <param name="Unsuppresses">Failing findings that are kept quiet now and then are not.</param>
/// <param name="Tells">Failing findings that from then on are only told once a month (<c>notify</c>).</param>
public sealed record ChangeEffect(long Touched, long Closes, long Opens, long NewDue, long Suppresses, long Unsuppresses, long Tells)
{
    public static ChangeEffect Nothing { get; } = new(0, 0, 0, 0, 0, 0, 0);

    public bool IsNothing => this with { Touched = 0 } == Nothing;

    public static ChangeEffect operator +(ChangeEffect a, ChangeEffect b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return new(
            a.Touched + b.Touched,
            a.Closes + b.Closes,
            a.Opens + b.Opens,
            a.NewDue + b.NewDue,
            a.Suppresses + b.Suppresses,
            a.Unsuppresses + b.Unsuppresses,
            a.Tells + b.Tells);
    }

    public static ChangeEffect Add(ChangeEffect left, ChangeEffect right) => left + right;
}
