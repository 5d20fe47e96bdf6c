namespace Tako.Workspace.Sandbox;

/// <summary>One thing a hostile command could try, and whether a tier stops it.</summary>
public sealed record Protection(string Against, bool Holds, string By);
