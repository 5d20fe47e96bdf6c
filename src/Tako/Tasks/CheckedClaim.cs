namespace Tako.Tasks;

/// <summary>A claim of an arm about what texts say, held against those texts.</summary>
/// <param name="Verdict"><c>supported</c>, <c>contradicted</c> or <c>insufficient</c>.</param>
/// <param name="Why">The first reason, with the sources' exact words.</param>
public sealed record CheckedClaim(string Arm, string Text, string Verdict, string Why);
