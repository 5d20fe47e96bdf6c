using Tako.Workspace.Overlay;
using Tako.Workspace.Senses;

namespace Tako.Workspace.Repairs;

/// <summary>What became of a list of edits: all of them took, or none did.</summary>
public abstract record ApplyOutcome
{
    private ApplyOutcome() { }

    /// <param name="Notes">Where an edit fitted only once spaces were forgiven.</param>
    public sealed record Applied(Shadow Shadow, IReadOnlyList<string> Notes) : ApplyOutcome;

    /// <param name="Pains">For each edit that did not fit: the first line that differs and the nearest place.</param>
    public sealed record Missed(IReadOnlyList<Pain> Pains) : ApplyOutcome;
}
