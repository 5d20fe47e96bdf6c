namespace Tako.Core.Text;

/// <summary>A head as training gives it.</summary>
/// <param name="Weights">One a bucket.</param>
/// <param name="HeldOut">For each text, in their order, its highest sum by a model that saw nothing of its group.</param>
public sealed record TrainedHead(LinearHead Head, IReadOnlyList<sbyte> Weights, IReadOnlyList<int> HeldOut);
