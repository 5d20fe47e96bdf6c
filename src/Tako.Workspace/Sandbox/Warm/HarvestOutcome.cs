using Tako.Workspace.Overlay;

namespace Tako.Workspace.Sandbox.Warm;

/// <summary>What a run left in the repository's shadow.</summary>
public abstract record HarvestOutcome
{
    private HarvestOutcome()
    {
    }

    /// <summary>
    /// What the last run wrote, against the disk. Build folders and staged files that are as they were staged are no part of
    /// it; the caller stages it or lets it go.
    /// </summary>
    /// <param name="LeftOut">Paths that were written and cannot be taken: links, too large, too many, or with an unusable name.</param>
    public sealed record Harvested(ChangeSet Changes, IReadOnlyList<string> LeftOut) : HarvestOutcome;

    /// <summary>There is nothing to harvest from.</summary>
    public sealed record Gone(string Why) : HarvestOutcome;
}
