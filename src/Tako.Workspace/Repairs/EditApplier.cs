using Tako.Workspace.Overlay;

namespace Tako.Workspace.Repairs;

/// <summary>Puts edits into a shadow, forgiving spaces but never guessing between two places.</summary>
public static class EditApplier
{
    public static ApplyOutcome Apply(Shadow shadow, IReadOnlyList<Edit> edits) => new ApplyOutcome.Missed([]);
}
