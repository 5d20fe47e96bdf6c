using System.Collections.Frozen;

namespace Tako.Reflexes.Shell;

/// <summary>Canonicalises paths as written in commands, without looking at a disk, and says what they lead to.</summary>
internal static class ShellPath
{
    private static readonly FrozenSet<string> SystemFolders = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "bin", "boot", "etc",
        "lib", "lib32", "lib64", "libx32", "opt", "proc", "root", "run", "sbin", "srv", "sys", "usr", "var", "system", "library",
        "applications", "private", "mnt", "media", "volumes", "snap", "nix", "cores", "windows");

    // Whole they belong to the system; what lies below is somebody's.
    private static readonly FrozenSet<string> Shared = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "opt", "srv", "mnt", "media",
        "volumes");

    private static readonly FrozenSet<string> HarmlessDevices = FrozenSet.Create(StringComparer.Ordinal, "null", "stdout", "stderr",
        "stdin", "tty", "zero", "random", "urandom", "full");

    public static PathPlace Place(string text, Scope scope, ShellOptions options)
    {
        if (text.Length == 0)
            return PathPlace.Unknown;
        var path = text.AsSpan();
        if (path[0] == '~')
            return Home(path, scope, options);
        var variable = path[0] == ShellWalk.Unknown;
        if (variable)
            return PathPlace.Unknown;
        if (path[0] != '/' && !IsDrive(path))
            return Relative(text, scope, options);
        return Absolute(Parts(text), scope, options);
    }

    /// <summary>Whether something at a place may be thrown away without asking.</summary>
    public static bool Expendable(PathPlace place) => place is PathPlace.Temporary or PathPlace.Build;

    private static PathPlace Relative(string text, Scope scope, ShellOptions options)
    {
        if (scope.Directory is { } directory)
            return Absolute(Parts($"{directory}/{text}"), scope, options);
        var parts = Parts(text, out var above);
        if (above)
            return PathPlace.Outside;
        if (parts.Count == 0)
            return PathPlace.Working;
        return parts.Contains(".git", StringComparer.OrdinalIgnoreCase) ? PathPlace.Repository : PathPlace.Relative;
    }

    private static PathPlace Home(ReadOnlySpan<char> path, Scope scope, ShellOptions options)
    {
        var slash = path.IndexOf('/');
        var rest = slash < 0 ? "" : path[(slash + 1)..].ToString();
        if ((slash < 0 ? path.Length : slash) > 1)
            return Parts(rest).Count == 0 ? PathPlace.Home : PathPlace.Outside;
        if (scope.Context.Home is { Length: > 0 } home)
            return Absolute(Parts($"{home}/{rest}"), scope, options);
        var parts = Parts(rest, out var above);
        return parts.Count == 0 || above || IsSetting(parts) ? PathPlace.Home : PathPlace.Outside;
    }

    private static PathPlace Absolute(List<string> parts, Scope scope, ShellOptions options)
    {
        if (parts.Count == 0 || (parts is [{ Length: 2 } drive] && IsDrive(drive)))
            return PathPlace.Root;
        if (parts[0].Equals("dev", StringComparison.OrdinalIgnoreCase))
            return Device(parts);
        var start = scope.Context.WorkingDirectory is { } working ? Parts(working) : null;
        if (start is { Count: > 0 } && IsAtOrBelow(start, parts))
            return PathPlace.Working;
        if (parts.Contains(".git", StringComparer.OrdinalIgnoreCase))
            return PathPlace.Repository;
        if (start is { Count: > 0 } && IsAtOrBelow(parts, start))
            return IsBuild(parts, start.Count, options) ? PathPlace.Build : PathPlace.Inside;
        if (Temporary(parts) is { } temporary)
            return temporary;
        var home = scope.Context.Home is { } given ? Parts(given) : [];
        if (home.Count > 0 && IsAtOrBelow(parts, home))
            return parts.Count == home.Count || IsSetting(parts[home.Count..]) ? PathPlace.Home : PathPlace.Outside;
        if (parts[0].Equals("home", StringComparison.OrdinalIgnoreCase) || parts[0].Equals("users", StringComparison.OrdinalIgnoreCase))
            return parts.Count <= 2 || IsSetting(parts[2..]) ? PathPlace.Home : PathPlace.Outside;
        if (parts[0].Contains('*') || parts[0].Contains('?'))
            return PathPlace.System;
        return SystemFolders.Contains(parts[0]) && !(parts.Count > 1 && Shared.Contains(parts[0])) ? PathPlace.System : PathPlace.Outside;
    }

    private static PathPlace Device(List<string> parts)
    {
        if (parts.Count == 1)
            return PathPlace.Device;
        return parts[1] switch
        {
            "shm" => parts.Count > 2 ? PathPlace.Temporary : PathPlace.TemporaryRoot,
            "fd" or "pts" or "tcp" or "udp" => PathPlace.Temporary,
            var name => HarmlessDevices.Contains(name) ? PathPlace.Temporary : PathPlace.Device,
        };
    }

    private static PathPlace? Temporary(List<string> parts)
    {
        var skip = parts is [var first, ..] && first.Equals("private", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        if (skip < parts.Count && parts[skip].Equals("var", StringComparison.OrdinalIgnoreCase))
            skip++;
        if (skip >= parts.Count || parts[skip] is not ("tmp" or "folders") || (parts[skip] == "folders" && parts[0] is "folders"))
            return null;
        return parts.Count > skip + 1 ? PathPlace.Temporary : PathPlace.TemporaryRoot;
    }

    private static bool IsBuild(List<string> parts, int from, ShellOptions options)
    {
        for (var index = from; index < parts.Count; index++)
        {
            if (options.BuildFolders.Contains(parts[index]))
                return true;
        }

        return false;
    }

    // Files that a shell, a login or a tool reads: .bashrc, .ssh, .config.
    private static bool IsSetting(List<string> parts) => parts is [['.', ..], ..] and not [".cache" or ".local" or ".npm" or ".cargo"
        or ".gradle" or ".m2" or ".nuget", _, ..];

    private static bool IsAtOrBelow(List<string> path, List<string> folder)
    {
        if (path.Count < folder.Count)
            return false;
        for (var index = 0; index < folder.Count; index++)
        {
            if (!path[index].Equals(folder[index], StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    private static List<string> Parts(string text) => Parts(text, out _);

    private static List<string> Parts(string text, out bool above)
    {
        above = false;
        var parts = new List<string>();
        foreach (var range in text.AsSpan().SplitAny('/', '\\'))
        {
            var part = text.AsSpan(range.Start.GetOffset(text.Length),
                range.End.GetOffset(text.Length) - range.Start.GetOffset(text.Length));
            if (part is "" or ".")
                continue;
            if (part is ".." or ".*")
            {
                above |= parts.Count == 0;
                if (parts.Count > 0)
                    parts.RemoveAt(parts.Count - 1);
            }
            else
            {
                parts.Add(part.ToString());
            }
        }

        // What matches everything in a folder is the folder, and a value that may be empty may be that too.
        while (parts.Count > 0 && parts[^1] is "*" or "**" or "*.*" or ".[!.]*" or "?*" or "\uE000" or "\uE000*" or "\\*")
            parts.RemoveAt(parts.Count - 1);
        return parts;
    }

    private static bool IsDrive(ReadOnlySpan<char> path) => path.Length >= 2 && char.IsAsciiLetter(path[0]) && path[1] == ':';
}
