namespace Tako.Workspace.Sandbox;

/// <summary>What a sandboxed command may reach beyond its own loopback.</summary>
public abstract record NetworkAccess
{
    private NetworkAccess()
    {
    }

    /// <summary>Nothing at all.</summary>
    public static NetworkAccess None { get; } = new Nothing();

    /// <summary>Only these hosts, through Tako's proxy; names match exactly, without regard to case.</summary>
    public static NetworkAccess To(params IEnumerable<string> hosts) => new Feeds([.. hosts]);

    public sealed record Nothing : NetworkAccess;

    public sealed record Feeds(IReadOnlyList<string> Hosts) : NetworkAccess;
}
