using Tako.Limbs;
using Tako.Workspace.Overlay;
using Tako.Workspace.Senses.Ladder;

namespace Tako.Arms.Coding;

/// <summary>A state of the shadow and what it felt like.</summary>
internal sealed record CoderState(Shadow Shadow, Sensation Felt)
{
    /// <summary>Less is better: a higher rung reached, then fewer failed tests, then fewer pains.</summary>
    public (int, int, int, int) Pain => (Felt.Green ? 0 : 1, -SenseLadder.Height(Felt.Rung),
        Felt.Tally.Total == 0 ? int.MaxValue : Felt.Tally.Failed, Felt.Pains.Count);
}
