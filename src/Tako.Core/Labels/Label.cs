namespace Tako.Core.Labels;

/// <summary>How far a value may be trusted to give instructions; a larger one is trusted more.</summary>
public enum Integrity { Web, Tool, Arm, User, System }

/// <summary>Who may see a value; a larger one is more confined.</summary>
public enum Confidentiality { Public, Internal, Confidential, Secret }

/// <summary>What is known about a value's origin. Values that are combined join their labels.</summary>
public sealed record Label(Integrity Integrity, Confidentiality Confidentiality, IReadOnlyList<string> Sources);
