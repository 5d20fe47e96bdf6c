using Tako.Reflexes.Personal;

namespace Tako.Eval.Reflex;

/// <summary>How long a scan of ordinary texts takes, beside one look at the same letters in the same run.</summary>
internal static class ScanTimes
{
    private const int Rounds = 15;
    // So often is measured at once, for clocks that are coarse.
    private const int Together = 8;
    private const int Warming = 60;
    private const int MostTexts = 4000;

    public static IEnumerable<Measure> Measure(IReadOnlyList<DataSet> sets, EvalRequest request)
    {
        foreach (var set in sets)
        {
            var texts = set.Rows.Where(static row => row.Text("label")?.StartsWith("benign", StringComparison.Ordinal) == true)
                .Select(static row => row.Text("text") ?? "").Where(static text =>
                text.Length > 200 && System.Text.Ascii.IsValid(text)).Take(MostTexts).ToList();
            if (texts.Count < 50)
                continue;
            var search = new PersonalSearch();
            var kilobytes = texts.Sum(static text => text.Length) / 1024.0;
            // What runs often is compiled better: not before that is it measured.
            for (var round = 0; round < Warming; round++)
                texts.ForEach(text => search.Find(text));
            var (words, scan, look) = (0.0, 0.0, 0.0);
            foreach (var text in texts)
            {
                words += Least(request.Time, () => search.Words(text));
                scan += Least(request.Time, () => search.Scan(text).Length);
                look += Least(request.Time, () => text.AsSpan().IndexOfAnyExceptInRange('\0', '\x7f'));
            }

            var about = "texts of ASCII, which one look reads to the end; "
                + "scan of structured personal data alone, without the pass over its words of context "
                + $"({words / kilobytes:F2} us/KB); "
                + $"least of {Rounds} rounds for each text; one IndexOfAnyExcept over the same letters took {look / kilobytes:F3} us/KB";
            yield return StructuredPersonalSet.New(set.Name, "personal_us_per_kb", scan / kilobytes, "lower", 3.5, null, texts.Count,
                about);
            yield return StructuredPersonalSet.New(set.Name, "personal_ratio_to_one_look", scan / Math.Max(look, 1e-9), "lower", null, 1,
                texts.Count,
                about);
        }
    }

    /// <summary>Microseconds of the fastest round: on a machine that others use, the rest measure them.</summary>
    public static double Least(TimeProvider time, Func<int> work, int rounds = Rounds)
    {
        var least = double.MaxValue;
        for (var round = 0; round < rounds; round++)
        {
            var start = time.GetTimestamp();
            for (var repeat = 0; repeat < Together; repeat++)
                work();
            least = Math.Min(least, time.GetElapsedTime(start).TotalMicroseconds / Together);
        }

        return least;
    }
}
