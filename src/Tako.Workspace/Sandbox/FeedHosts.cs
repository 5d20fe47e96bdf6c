namespace Tako.Workspace.Sandbox;

/// <summary>Finds the package feeds a repository and its user have configured.</summary>
public static class FeedHosts
{
    /// <summary>The hosts of the feeds of NuGet, npm and pip that hold for <paramref name="root"/>.</summary>
    public static IReadOnlyList<string> Detect(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        return [];
    }
}
