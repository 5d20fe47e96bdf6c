namespace Tako.Workspace.Sandbox.Feeds;

/// <summary>Whether a host and port is one of the named feeds. A name without a port stands for the ports of HTTP and HTTPS.</summary>
internal static class FeedRule
{
    public static bool Allows(IReadOnlyList<string> hosts, string host, int port)
    {
        var plain = host.TrimEnd('.');
        return hosts.Any(allowed =>
            string.Equals(allowed, $"{plain}:{port}", StringComparison.OrdinalIgnoreCase)
            || (port is 80 or 443 && string.Equals(allowed, plain, StringComparison.OrdinalIgnoreCase)));
    }
}
