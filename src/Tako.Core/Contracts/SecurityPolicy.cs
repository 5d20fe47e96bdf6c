namespace Tako.Core.Contracts;

/// <summary>What a task may touch. Everything not named here is denied.</summary>
public sealed record SecurityPolicy
{
    /// <summary>Repository-relative globs that may be changed; empty means the whole repository, less what is protected.</summary>
    public IReadOnlyList<string> Write { get; init; } = [];

    /// <summary>Repository-relative globs that must stay as they are.</summary>
    public IReadOnlyList<string> Protect { get; init; } = [];

    /// <summary>Programs the executor may run in the sandbox, by name, besides the repository's test command.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>Hosts that <c>prepare</c> may reach; empty means none, so that preparing asks first.</summary>
    public IReadOnlyList<string> Feeds { get; init; } = [];

    /// <summary>Least isolation that runs may have: <c>L1</c>, <c>L2</c>, <c>L3</c> or <c>L4</c>; a larger number isolates less.</summary>
    public string MinimumTier { get; init; } = "L2";

    /// <summary>Whether the write-back needs a person's approval.</summary>
    public bool ApproveWrite { get; init; }
}
