namespace Tako.Workspace.Guard.Dependencies;

/// <summary>What a manifest asks a package manager for.</summary>
/// <param name="Packages">Version or source by name.</param>
/// <param name="Sources">Places beside the usual ones that packages would come from.</param>
/// <param name="Scripts">Commands that installing runs.</param>
internal sealed record Manifest(
    IReadOnlyDictionary<string, string> Packages, IReadOnlySet<string> Sources, IReadOnlySet<string> Scripts)
{
    public static Manifest Empty { get; } = new(new Dictionary<string, string>(), new HashSet<string>(), new HashSet<string>());

    /// <summary>Whether a version leaves open what is installed.</summary>
    public static bool IsOpen(string version) => version.Length == 0 || version is "latest" or "*" or "x"
        || version[0] is '^' or '~' or '>' or '<' or '[' or '(' || version.Contains('*') || version.Contains("||")
        || version.Contains(" - ") || version.EndsWith('+') || version.EndsWith(".x");

    /// <summary>Whether a version is a place instead.</summary>
    public static bool IsPlace(string version) => version.Contains("://") || version.StartsWith("git", StringComparison.OrdinalIgnoreCase)
        || version.StartsWith("file:") || version.StartsWith("link:") || version.StartsWith("portal:") || version.StartsWith('@')
        || version.StartsWith("npm:") || (version.Contains('/') && version.Length > 0 && char.IsLetter(version[0]));
}
