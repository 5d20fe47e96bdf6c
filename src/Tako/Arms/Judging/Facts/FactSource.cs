namespace Tako.Arms.Judging.Facts;

/// <summary>A text that a claim may rest on.</summary>
/// <param name="Name">What a person calls it: a path, an address, a tool call.</param>
/// <param name="Root">Where it comes from; texts of one root count once, however many they are.</param>
public sealed record FactSource(string Name, string Root, string Text);
