namespace Tako.Core.Labels;

/// <summary>A value together with its label.</summary>
public sealed record Labeled<T>(T Value, Label Label);
