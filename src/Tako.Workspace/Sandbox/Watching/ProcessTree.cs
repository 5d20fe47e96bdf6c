using System.Globalization;

namespace Tako.Workspace.Sandbox.Watching;

/// <summary>What a process and all below it use at this moment.</summary>
/// <param name="ResidentBytes">Resident pages, those of files and those that several share counted once a process.</param>
internal readonly record struct TreeUsage(int Processes, long ResidentBytes, TimeSpan Cpu, IReadOnlyList<int> Members);

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
        long resident = 0, ticks = 0, threads = 0;
        while (left.TryPop(out var id))
        {
            if (!rows.TryGetValue(id, out var row) || !seen.Add(id))
                continue;
            threads += row.Threads;
            ticks += row.Ticks;
            resident += Resident(id);
            foreach (var child in children[id])
                left.Push(child);
        }

        return new TreeUsage((int)threads, resident, TimeSpan.FromSeconds((double)ticks / TicksPerSecond), [.. seen]);
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

    /// <summary>
    /// Memory that is not of a file, what several processes share counted once. Dear, so only asked for where
    /// <see cref="TreeUsage.ResidentBytes"/>, which is never less, is more than the run may have.
    /// </summary>
    public static long MemoryOf(IReadOnlyList<int> processes, long limit)
    {
        var counted = processes.Sum(id => Sum($"/proc/{id}/status", "RssAnon:", "RssShmem:") ?? 0);
        return counted <= limit ? counted : processes.Sum(id =>
            Sum($"/proc/{id}/smaps_rollup", "Pss_Anon:", "Pss_Shmem:") ?? Sum($"/proc/{id}/status", "RssAnon:", "RssShmem:") ?? 0);
    }

    private static long Resident(int id)
    {
        try
        {
            return long.Parse(File.ReadAllText($"/proc/{id}/statm").Split(' ')[1], CultureInfo.InvariantCulture) * PageSize;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return 0;
        }
    }

    /// <summary>The named lines of a table of the kernel's, in bytes; null where it cannot be read or lacks one.</summary>
    private static long? Sum(string file, params ReadOnlySpan<string> names)
    {
        try
        {
            var lines = File.ReadAllLines(file);
            long sum = 0;
            foreach (var name in names)
            {
                if (lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is not { } line)
                    return null;
                sum += long.Parse(line.AsSpan(name.Length).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) << 10;
            }

            return sum;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    private readonly record struct Row(int Parent, long Ticks, long Threads);
}
