using System.Text.Json;
using System.Text.RegularExpressions;
using Tako.Reflexes.Secrets;

namespace Tako.Eval.Reflex.Secrets;

/// <summary>What the scanner finds in made samples, and what it wrongly finds in near misses and in this project's sources.</summary>
internal sealed class SecretSamplesSet : IReflexSet
{
    private const ulong Seed = 20261;
    private const ulong HeldOut = 977_453;

    // What a list of well-known expressions does, for comparison.
    private static readonly Regex[] Plain = [.. new[]
    {
        "AKIA[0-9A-Z]{16}", "gh[pousr]_[0-9A-Za-z]{36}", "glpat-[0-9A-Za-z_-]{20}", "xox[baprs]-[0-9A-Za-z-]{10,}",
        "sk_live_[0-9A-Za-z]{24}",
        "AIza[0-9A-Za-z_-]{35}", "sk-[0-9A-Za-z_-]{20,}", "SG\\.[0-9A-Za-z_-]{22}\\.[0-9A-Za-z_-]{43}", "npm_[0-9A-Za-z]{36}",
        "SK[0-9a-f]{32}",
        "-----BEGIN [A-Z ]*PRIVATE KEY", "eyJ[0-9A-Za-z_-]+\\.eyJ[0-9A-Za-z_-]+\\.[0-9A-Za-z_-]+", "://[^/\\s:@]+:[^/\\s:@]+@",
        "(?i)(api_?key|secret|token|password)['\"]?\\s*[:=]\\s*['\"]?[^\\s'\"]{8,}", "shpat_[0-9a-f]{32}",
    }.Select(static pattern => new Regex(pattern, RegexOptions.Compiled))];

    public bool Takes(JsonElement first) => false;

    public IEnumerable<Measure> Measure(IReadOnlyList<DataSet> sets, EvalRequest request) => Missing;

    /// <summary>Needs no data, so that it always runs.</summary>
    public IEnumerable<Measure> Missing =>
        [.. Figures("secret_samples", Seed), .. Figures("secret_samples_held_out", HeldOut), CleanCode()];

    private static IEnumerable<Measure> Figures(string set, ulong seed)
    {
        var scanner = new SecretScanner();
        var samples = SecretSamples.True(seed).ToList();
        var misses = SecretNearMisses.All(seed).ToList();
        var about = $"made by SecretSamples with seed {seed}; baseline: {Plain.Length} regular expressions";
        var (found, named, plain) = (0, 0, 0);
        foreach (var sample in samples)
        {
            var hits = scanner.Scan(sample.Text).Where(hit => hit.Start < sample.Start + sample.Length && hit.End > sample.Start).ToList();
            found += hits.Count > 0 ? 1 : 0;
            named += hits.Any(hit => hit.Kind == sample.Kind) ? 1 : 0;
            plain += Plain.Any(pattern => pattern.IsMatch(sample.Text)) ? 1 : 0;
        }

        yield return new Measure
        {
            Suite = "reflex", Set = set, Name = "recall", Value = (double)found / samples.Count, Better = "higher", Target = 0.97,
            Baseline = (double)plain / samples.Count, N = samples.Count, About = about,
        };
        yield return new Measure
        {
            Suite = "reflex", Set = set, Name = "right_kind", Value = (double)named / samples.Count, Better = "higher", N = samples.Count,
            About = $"{samples.Select(static sample => sample.Kind).Distinct().Count()} of {SecretScanner.Kinds.Count} kinds",
        };
        yield return new Measure
        {
            Suite = "reflex", Set = set, Name = "near_misses_flagged", Better = "lower", Target = 0.03,
            Value = (double)misses.Count(text => scanner.Scan(text).Count > 0) / misses.Count,
            Baseline = (double)misses.Count(text => Plain.Any(pattern => pattern.IsMatch(text))) / misses.Count,
            N = misses.Count, About = about,
        };
    }

    private static Measure CleanCode()
    {
        var none = new Measure
        {
            Suite = "reflex", Set = "own_sources", Name = "flags_per_mb", Value = null, Better = "lower", Target = 1, N = 0,
        };
        if (Root() is not { } root)
            return none with { Why = "no repository stands above this program or the current folder (looked for Tako.slnx)" };
        var scanner = new SecretScanner();
        var (letters, flags, plain, files) = (0L, 0, 0, 0);
        foreach (var file in new[] { "src", "tests" }.Select(folder => Path.Combine(root, folder)).Where(Directory.Exists)
            .SelectMany(static folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)))
        {
            var text = File.ReadAllText(file);
            (letters, files) = (letters + text.Length, files + 1);
            flags += scanner.Scan(text).Count;
            plain += Plain.Sum(pattern => pattern.Count(text));
        }

        return none with
        {
            Value = flags * 1_000_000.0 / letters, Baseline = plain * 1_000_000.0 / letters, N = files,
            About = $"{flags} flags in {letters / 1000} KB of src/ and tests/ of the repository above, found by Tako.slnx",
        };
    }

    private static string? Root() => new[] { AppContext.BaseDirectory, Environment.CurrentDirectory }.Select(static start =>
    {
        var folder = new DirectoryInfo(start);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Tako.slnx")))
            folder = folder.Parent;
        return folder?.FullName;
    }).FirstOrDefault(static found => found is not null);
}
