namespace Tako.Workspace.Sandbox;

/// <summary>Where a work tree's real git folder is, so that git answers inside the shadow as well.</summary>
internal static class GitFolders
{
    private const string Prefix = "gitdir:";
    private const int MaxLength = 4096;

    /// <summary>The git folder and the common folder behind a <c>.git</c> that is a file.</summary>
    public static IReadOnlyList<string> Outside(string root)
    {
        var file = Path.Join(root, ".git");
        try
        {
            if (!File.Exists(file) || new FileInfo(file) is { Length: > MaxLength })
                return [];
            var text = File.ReadAllText(file).Trim();
            if (!text.StartsWith(Prefix, StringComparison.Ordinal))
                return [];
            var folder = HostView.RealPath(Path.GetFullPath(text[Prefix.Length..].Trim(), root));
            var common = Path.Join(folder, "commondir");
            // Only what looks like git's own folder: a repository may not name any folder it would like to read.
            if (!File.Exists(Path.Join(folder, "HEAD")))
                return [];
            if (!File.Exists(common) || new FileInfo(common) is { Length: > MaxLength })
                return [folder];
            var shared = HostView.RealPath(Path.GetFullPath(File.ReadAllText(common).Trim(), folder));
            return File.Exists(Path.Join(shared, "HEAD")) && Directory.Exists(Path.Join(shared, "objects")) ? [shared, folder] : [folder];
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }
}
