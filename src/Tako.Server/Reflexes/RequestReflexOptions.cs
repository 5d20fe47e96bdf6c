namespace Tako.Server.Reflexes;

/// <summary>Which reflexes look at the gateway's requests.</summary>
public sealed record RequestReflexOptions
{
    public SecretsInRequests Secrets { get; init; } = SecretsInRequests.Off;
}

/// <summary>What becomes of a secret in a request.</summary>
public enum SecretsInRequests
{
    /// <summary>Nobody looks.</summary>
    Off,

    /// <summary>A reference such as <c>[secret:github-token]</c> takes its place.</summary>
    Redact,

    /// <summary>The request is refused.</summary>
    Block,
}
