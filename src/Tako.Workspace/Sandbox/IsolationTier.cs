namespace Tako.Workspace.Sandbox;

/// <summary>How strongly a command is kept apart from the machine; a smaller number is stronger.</summary>
public enum IsolationTier
{
    /// <summary>Namespaces, read-only tree, overlay, Landlock, system call filter: by Tako's own native helper.</summary>
    L1 = 1,

    /// <summary>Namespaces, read-only tree and overlay through util-linux and a fixed script.</summary>
    L2,

    /// <summary>A copy of the repository under Landlock: nothing else is writable, but Unix sockets and UDP stay reachable.</summary>
    L3,

    /// <summary>A copy of the repository and nothing else: not isolated.</summary>
    L4,
}
