using System.Globalization;

namespace Tako.Workspace.Sandbox.Watching;

/// <summary>What a process and all below it use at this moment.</summary>
internal readonly record struct TreeUsage(int Processes, long MemoryBytes, TimeSpan Cpu);

/// <summary>Reads /proc. Needs no right that the owner of the processes does not have.</summary>
internal static class ProcessTree
{
    private const int PageSize = 4096;
    private const int TicksPerSecond = 100;

    /// <summary>Sums up the descendants of <paramref name="tops"/>, themselves included.</summary>
    public static TreeUsage Measure(IReadOnlyList<int> tops)
    {
        var rows = new Dictionary<int, Row>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Read(id) is { } row)
                rows[id] = row;
        }

        var children = rows.ToLookup(row => row.Value.Parent, row => row.Key);
        var left = new Stack<int>(tops);
        var seen = new HashSet<int>();
        long memory = 0, ticks = 0, threads = 0;
        while (left.TryPop(out var id))
        {
            if (!rows.TryGetValue(id, out var row) || !seen.Add(id))
                continue;
            threads += row.Threads;
            ticks += row.Ticks;
            memory += PrivateMemory(id);
            foreach (var child in children[id])
                left.Push(child);
        }

        return new TreeUsage((int)threads, memory, TimeSpan.FromSeconds((double)ticks / TicksPerSecond));
    }

    /// <summary>Processor time of a process and of its ended children.</summary>
    public static TimeSpan CpuOf(int process) => TimeSpan.FromSeconds((double)(Read(process)?.Ticks ?? 0) / TicksPerSecond);

    /// <summary>Whether a process is number 1 of a process namespace of its own.</summary>
    public static bool IsFirstOfNamespace(int id)
    {
        try
        {
            return File.ReadLines($"/proc/{id}/status").FirstOrDefault(line =>
                line.StartsWith("NSpid:", StringComparison.Ordinal)) is { } line
                && line.EndsWith("\t1", StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The ids below <paramref name="top"/>, without itself.</summary>
    public static IReadOnlyList<int> Descendants(int top)
    {
        var parents = new List<(int Id, int Parent)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Read(id) is { } row)
                parents.Add((id, row.Parent));
        }

        var found = new List<int>();
        var left = new Stack<int>([top]);
        while (left.TryPop(out var parent))
        {
            foreach (var (id, _) in parents.Where(pair => pair.Parent == parent && !found.Contains(pair.Id)))
            {
                found.Add(id);
                left.Push(id);
            }
        }

        return found;
    }

    private static Row? Read(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            // The name may hold anything, also parentheses; the fields start after the last one.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            long Number(int index) => long.Parse(fields[index], CultureInfo.InvariantCulture);
            return new Row((int)Number(1), Number(11) + Number(12) + Number(13) + Number(14), Number(17));
        }
        catch (Exception gone)
            when (gone is IOException or UnauthorizedAccessException or ArgumentException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>Resident pages that are not of a file: shared libraries would otherwise count once a process.</summary>
    private static long PrivateMemory(int id)
    {
        try
        {
            var fields = File.ReadAllText($"/proc/{id}/statm").Split(' ');
            var resident = long.Parse(fields[1], CultureInfo.InvariantCulture) - long.Parse(fields[2], CultureInfo.InvariantCulture);
            return Math.Max(0, resident) * PageSize;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return 0;
        }
    }

    private readonly record struct Row(int Parent, long Ticks, long Threads);
}
