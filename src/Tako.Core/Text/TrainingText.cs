namespace Tako.Core.Text;

/// <summary>A labelled text to learn from.</summary>
/// <param name="Group">Texts of one group are alike; they are never on both sides of a split.</param>
/// <param name="Source">Where it comes from; no source outweighs the others.</param>
public sealed record TrainingText(string Text, bool Positive, string Group, string Source);
