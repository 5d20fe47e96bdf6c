namespace Tako.Bench.Sandbox;

/// <summary>Medians by size and method, printed beside the bare spawn of the same size and the targets.</summary>
internal sealed class SetUpTable(int[] sizes)
{
    private static readonly Dictionary<string, double> Targets = new() { ["L1"] = 5, ["L2"] = 15 };
    private readonly List<(int Size, string Name, double Milliseconds, bool Cut)> _rows = [];

    public void Add(int size, string name, double milliseconds, bool cut) => _rows.Add((size, name, milliseconds, cut));

    public void Print(double growth)
    {
        Console.WriteLine($"{"files",8} {"method",-18} {"median ms",10} {"of bare",8} {"of L1",8}");
        foreach (var size in sizes)
        {
            foreach (var (_, name, milliseconds, cut) in _rows.Where(row => row.Size == size))
            {
                Console.WriteLine($"{size,8} {name,-18} {milliseconds,10:F2} {milliseconds / Of(size, "bare spawn"),8:F1} "
                    + $"{milliseconds / Of(size, "L1"),8:F2}{(cut ? "   cut at its limit, unfinished" : "")}"
                    + (Targets.TryGetValue(name, out var target) ? $"   target {target:F0} ms" : ""));
            }
        }

        foreach (var name in _rows.Select(row => row.Name).Distinct())
        {
            Console.WriteLine($"growth {sizes[0]} -> {sizes[^1]} files, {name}: {Of(sizes[^1], name) / Of(sizes[0], name):F2}"
                + (Targets.ContainsKey(name) ? $" (target {growth})" : ""));
        }
    }

    private double Of(int size, string name) =>
        _rows.Where(row => row.Size == size && row.Name == name).Select(row => row.Milliseconds).FirstOrDefault(double.NaN);
}
