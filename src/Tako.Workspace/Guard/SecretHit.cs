namespace Tako.Workspace.Guard;

/// <summary>A secret that a scanner found in a text.</summary>
/// <param name="Kind">What it is, such as <c>aws access key</c>; never the secret.</param>
public sealed record SecretHit(string Kind, int Offset, int Length);
