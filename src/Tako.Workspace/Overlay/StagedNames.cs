using System.Collections.Immutable;

namespace Tako.Workspace.Overlay;

/// <summary>
/// Whether a new path can stand beside the others: a file is no folder at the same time, and no two names differ by
/// case alone, since other machines would keep only one of them.
/// </summary>
internal static class StagedNames
{
    public static string? Clash(RepoPath path, DiskLayer disk, ImmutableDictionary<RepoPath, StagedFile> staged)
    {
        foreach (var (other, file) in staged)
        {
            if (!file.IsTombstone && Against(path, other.Value) is { } why)
                return why;
        }

        var folder = "";
        var parts = path.Value.Split('/');
        for (var depth = 0; depth < parts.Length; depth++)
        {
            var here = folder.Length == 0 ? parts[depth] : $"{folder}/{parts[depth]}";
            var isLast = depth == parts.Length - 1;
            var names = disk.NamesIn(folder).ToList();
            var twin = names.FirstOrDefault(name => name != parts[depth] && name.Equals(parts[depth], StringComparison.OrdinalIgnoreCase));
            if (twin is not null && !names.Contains(parts[depth]) && IsAlive(Join(folder, twin), disk, staged))
                return $"differs by case alone from '{Join(folder, twin)}'; use that spelling";
            if (!names.Contains(parts[depth]))
                return null;
            if (!isLast && RepoPath.TryParse(here, out var above, out _) && disk.IsFile(above)
                && !(staged.TryGetValue(above, out var gone) && gone.IsTombstone))
                return $"lies below '{here}', which is a file";
            folder = here;
        }

        return null;
    }

    private static string Join(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";

    // A twin that the shadow deleted no longer clashes.
    private static bool IsAlive(string value, DiskLayer disk, ImmutableDictionary<RepoPath, StagedFile> staged) =>
        disk.IsFolder(value)
            ? disk.Files(value, null).Any(file => !(staged.TryGetValue(file, out var below) && below.IsTombstone))
            : !(RepoPath.TryParse(value, out var twin, out _) && staged.TryGetValue(twin, out var found) && found.IsTombstone);

    private static string? Against(RepoPath path, string other)
    {
        var (mine, theirs) = (path.Value, other);
        var shared = 0;
        var folder = 0;
        while (shared < mine.Length && shared < theirs.Length
            && char.ToUpperInvariant(mine[shared]) == char.ToUpperInvariant(theirs[shared]))
        {
            if (mine[shared] == '/')
                folder = shared;
            shared++;
        }

        var (mineEnds, theirsEnd) = (shared == mine.Length, shared == theirs.Length);
        if (mineEnds && theirsEnd)
            return mine == theirs ? null : $"differs by case alone from '{other}'; use that spelling";
        if (mineEnds && theirs[shared] == '/')
            return $"is a folder with '{other}' in it";
        if (theirsEnd && mine[shared] == '/')
            return $"lies below '{other}', which is a file";
        return string.CompareOrdinal(mine, 0, theirs, 0, folder) == 0
            ? null
            : $"differs by case alone from the folder of '{other}'; use that spelling";
    }
}
