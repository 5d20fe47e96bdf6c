using System.Text.Json;
using Tako.Core.Labels;
using Tako.Reflexes.Canaries;
using Tako.Reflexes.Inspection;

namespace Tako.Eval.Reflex.Canaries;

/// <summary>Measures canary words: found in every way of writing them, which needs no data, and not found in texts without them.</summary>
internal sealed class CanarySet : IReflexSet
{
    private const int Words = 200;
    private const int Scanned = 4;
    private const int Rounds = 5;

    public IEnumerable<Measure> Missing
    {
        get
        {
            yield return Found();
            yield return Row("false_finds", null, 0, "lower", 0) with { Why = "no set with text and label" };
        }
    }

    public bool Takes(JsonElement first) => first.Text("text") is not null && first.Text("label") is not null;

    public IEnumerable<Measure> Measure(IReadOnlyList<DataSet> sets, EvalRequest request)
    {
        yield return Found();
        var texts = sets.SelectMany(static set => set.Rows).Select(static row => row.Text("text")).OfType<string>().ToList();
        var random = new Random(11);
        var scanner = new CanaryScanner([.. Enumerable.Range(0, Scanned).Select(_ => CanaryWord.Make(random))]);
        var (found, times) = (0, new List<double>());
        var characters = texts.Sum(static text => (long)text.Length);
        for (var round = 0; round < Rounds; round++)
        {
            var started = TimeProvider.System.GetTimestamp();
            found = Hits(scanner, texts);
            times.Add(TimeProvider.System.GetElapsedTime(started).TotalMicroseconds * 1024 / Math.Max(1, characters));
        }

        var about = $"{Scanned} words that stand in none of the texts of all sets";
        yield return Row("false_finds", found, texts.Count, "lower", 0) with { About = about };
        yield return Row("us_per_1024_characters", times.Min(), texts.Count, "lower", null) with
        {
            About = $"{about}; the fastest of {Rounds} passes over all texts",
        };
    }

    private static int Hits(CanaryScanner scanner, List<string> texts)
    {
        var (findings, found) = (new FindingList(), 0);
        foreach (var text in texts)
        {
            findings.Clear();
            scanner.Scan(new ScanText(text, default, Labels.None), findings);
            found += findings.Count > 0 ? 1 : 0;
        }

        return found;
    }

    private static Measure Found()
    {
        var (random, findings, found, lost) = (new Random(12), new FindingList(), 0, new List<string>());
        for (var round = 0; round < Words; round++)
        {
            var word = CanaryWord.Make(random);
            var scanner = new CanaryScanner([word]);
            foreach (var (name, write) in CanaryWays.All)
            {
                findings.Clear();
                scanner.Scan(new ScanText($"Of course: {write(word)} is what you asked for.", default, Labels.None), findings);
                if (findings.Count > 0)
                    found++;
                else
                    lost.Add(name);
            }
        }

        var all = Words * CanaryWays.All.Count;
        return Row("found", (double)found / all, all, "higher", 1) with
        {
            About = $"{Words} made words in {CanaryWays.All.Count} ways each",
            Why = lost.Count == 0 ? null : $"lost: {string.Join(", ", lost.Distinct())}",
        };
    }

    private static Measure Row(string name, double? value, int count, string better, double? target) => new()
    {
        Suite = "reflex",
        Set = "canaries",
        Name = name,
        Value = value,
        Better = better,
        Target = target,
        N = count,
    };
}
