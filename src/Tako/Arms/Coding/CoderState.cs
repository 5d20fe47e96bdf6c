using Tako.Limbs;
using Tako.Workspace.Overlay;

namespace Tako.Arms.Coding;

/// <summary>A state of the shadow and what it felt like.</summary>
internal sealed record CoderState(Shadow Shadow, Sensation Felt)
{
    /// <summary>Fewer is better: failed tests, then pains.</summary>
    public (int, int, int) Pain => (Felt.Green ? 0 : 1, Felt.Tally.Total == 0 ? int.MaxValue : Felt.Tally.Failed, Felt.Pains.Count);
}
