namespace Tako.Workspace.Overlay;

/// <summary>A folder's path with every link in it resolved, so that one folder has one name.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    public static string Of(string folder)
    {
        var hops = 0;
        var real = Path.GetPathRoot(folder)!;
        var parts = new Stack<string>(folder[real.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        while (parts.TryPop(out var part))
        {
            if (part is ".." or ".")
            {
                real = part == ".." ? Path.GetDirectoryName(real) ?? real : real;
                continue;
            }

            var next = Path.Join(real, part);
            if (new DirectoryInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++hops > MaxLinks)
                throw new IOException($"'{folder}' goes through more than {MaxLinks} symbolic links.");
            if (Path.IsPathRooted(target))
                real = Path.GetPathRoot(target)!;
            foreach (var step in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
                parts.Push(step);
        }

        return real;
    }
}
