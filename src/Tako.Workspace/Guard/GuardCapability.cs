namespace Tako.Workspace.Guard;

/// <summary>What the one who asks for a write may change at all; it can only narrow what the constitution allows.</summary>
public sealed record GuardCapability
{
    /// <summary>Globs of the files that may change.</summary>
    public IReadOnlyList<string> Write { get; init; } = ["**"];

    public int MaxFiles { get; init; } = int.MaxValue;

    /// <summary>The change set whose open questions a person has approved.</summary>
    public string? ApprovedHash { get; init; }

    /// <summary>The change is a person's own, who may amend the repository's law: asked about instead of denied.</summary>
    public bool MayAmendLaw { get; init; }
}
