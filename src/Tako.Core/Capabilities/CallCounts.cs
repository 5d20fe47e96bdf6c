namespace Tako.Core.Capabilities;

/// <summary>Calls used in one tree of grants, by holder path and capability. Guarded by <see cref="Gate"/>.</summary>
internal sealed class CallCounts(IReadOnlyDictionary<string, int>? used)
{
    private readonly Dictionary<string, int> _used = used is null ? [] : new(used);

    public Lock Gate { get; } = new();

    public static string Below(string? path, string holder) => path is null ? holder : $"{path} > {holder}";

    public static string Key(string path, string capability) => $"{path} : {capability}";

    public int Of(string key) => _used.GetValueOrDefault(key);

    public void Take(string key) => _used[key] = Of(key) + 1;
}
