namespace Tako.Workspace.Sandbox;

/// <summary>What is mounted where, as one process sees it.</summary>
internal sealed class MountTable(string text)
{
    /// <summary>The kernel's own words: equal as long as nothing was mounted or unmounted.</summary>
    public string Text => text;

    public static MountTable Read() => new(File.ReadAllText("/proc/self/mountinfo"));

    /// <summary>A mount below <paramref name="root"/>, which an overlay over the root would not show; null when there is none.</summary>
    public string? Below(string root)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = Unescape(line.Split(' ')[4]);
            if (at != root && HostView.IsInside(at, root))
                return at;
        }

        return null;
    }

    /// <summary>Whatever is mounted so that it can be written and is not one of the shadow's own file systems.</summary>
    /// <remarks>What a later mount hides does not count.</remarks>
    public IReadOnlyList<string> Writable()
    {
        var open = new List<string>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = line.Split(' ');
            var at = Unescape(fields[4]);
            open.RemoveAll(other => HostView.IsInside(other, at));
            var dash = Array.IndexOf(fields, "-");
            var own = (fields[dash + 1], fields[dash + 2]) is ("tmpfs", "tako") or ("overlay", "tako") or ("devpts", "devpts");
            if (!own && fields[5].Split(',').Contains("rw"))
                open.Add(at);
        }

        return open;
    }

    private static string Unescape(string text) => !text.Contains('\\', StringComparison.Ordinal) ? text
        : text.Replace("\\040", " ", StringComparison.Ordinal).Replace("\\011", "\t", StringComparison.Ordinal)
            .Replace("\\012", "\n", StringComparison.Ordinal).Replace("\\134", "\\", StringComparison.Ordinal);
}
