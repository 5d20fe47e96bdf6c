namespace Tako.Workspace.Senses.Ladder;

/// <summary>What one sense says of one shadow.</summary>
public abstract record Feeling
{
    private Feeling() { }

    /// <summary>Nothing hurts as far as this sense reaches.</summary>
    public sealed record Well : Feeling;

    /// <param name="Pains">What hurts, roots first, each with the shadow's hash.</param>
    public sealed record Hurt(IReadOnlyList<Pain> Pains) : Feeling;

    /// <summary>The sense cannot tell, and says why: no such files, no such tool, packages that are not restored.</summary>
    public sealed record Numb(string Why) : Feeling;
}
