namespace Tako.Reflexes.Injection.Rules;

/// <summary>Concepts that in this order and this close to each other make a finding.</summary>
/// <param name="Kind">The finding's kind.</param>
/// <param name="Trusted">Its score in a text of a user or of better standing; 0 where it means nothing there.</param>
/// <param name="Untrusted">Its score in what a tool, a page or a memory gave.</param>
/// <param name="Steps">The concepts, each with the most characters between it and the one before.</param>
internal sealed record Rule(string Kind, double Trusted, double Untrusted, IReadOnlyList<(Concept Concept, int Gap)> Steps);
