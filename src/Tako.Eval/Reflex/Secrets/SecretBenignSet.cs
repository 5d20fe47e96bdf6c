using System.Buffers;
using System.Text.Json;
using Tako.Reflexes.Secrets;

namespace Tako.Eval.Reflex.Secrets;

/// <summary>What the scanner of secrets wrongly finds in ordinary texts, and how long it takes.</summary>
internal sealed class SecretBenignSet : IReflexSet
{
    private const int Rounds = 20;
    private const int Few = 32;
    private static readonly SearchValues<char> Ascii = SearchValues.Create([.. Enumerable.Range(0, 128).Select(static code => (char)code)]);

    public bool Takes(JsonElement first) => first.Text("text") is not null && IsBenign(first);

    public IEnumerable<Measure> Measure(IReadOnlyList<DataSet> sets, EvalRequest request)
    {
        var scanner = new SecretScanner();
        var all = new List<string>();
        foreach (var set in sets)
        {
            var texts = set.Rows.Where(IsBenign).Select(static row => row.Text("text")).OfType<string>().ToList();
            all.AddRange(texts);
            yield return new Measure
            {
                Suite = "reflex", Set = set.Name, Name = "texts_with_secrets", Better = "lower", Target = 0.005, N = texts.Count,
                Value = texts.Count == 0 ? null : (double)texts.Count(text => scanner.Scan(text).Count > 0) / texts.Count,
            };
        }

        var kilobytes = all.Sum(static text => (long)text.Length) / 1024.0;
        var pass = Time(request.Time, all, static text => text.AsSpan().IndexOfAnyExcept(Ascii));
        var scan = Time(request.Time, all, text => scanner.Scan(text).Count);
        yield return new Measure
        {
            Suite = "reflex", Set = "benign", Name = "us_per_kb_secrets", Value = scan / kilobytes, Baseline = pass / kilobytes,
            Better = "lower", Target = 3, N = all.Count,
            About = $"{scan / Math.Max(pass, 0.001):F1} times one IndexOfAnyExcept pass; best of {Rounds}, own pass of literals included",
        };
    }

    public IEnumerable<Measure> Missing =>
    [
        new Measure { Suite = "reflex", Set = "benign", Name = "texts_with_secrets", Value = null, Better = "lower", Target = 0.005, N = 0,
            Why = "no set whose rows have a text and a label that starts with benign" },
    ];

    private static bool IsBenign(JsonElement row) => row.Text("label")?.StartsWith("benign", StringComparison.Ordinal) == true;

    // In microseconds. Each few texts are timed by themselves, so that a machine with other work to do spoils few of them.
    private static double Time(TimeProvider time, List<string> texts, Func<string, int> work)
    {
        var sum = 0.0;
        foreach (var few in texts.Chunk(Few))
        {
            var least = double.MaxValue;
            for (var round = 0; round < Rounds; round++)
            {
                var start = time.GetTimestamp();
                foreach (var text in few)
                    work(text);
                least = Math.Min(least, time.GetElapsedTime(start).TotalMicroseconds);
            }

            sum += least;
        }

        return sum;
    }
}
