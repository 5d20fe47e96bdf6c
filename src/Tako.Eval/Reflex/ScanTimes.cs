using Tako.Reflexes.Personal;

namespace Tako.Eval.Reflex;

/// <summary>How long a scan of ordinary texts takes, beside one look at the same letters in the same run.</summary>
internal static class ScanTimes
{
    private const int Rounds = 15;
    private const int MostTexts = 4000;

    public static IEnumerable<Measure> Measure(IReadOnlyList<DataSet> sets, EvalRequest request)
    {
        foreach (var set in sets)
        {
            var texts = set.Rows.Where(static row => row.Text("label")?.StartsWith("benign", StringComparison.Ordinal) == true)
                .Select(static row => row.Text("text") ?? "").Where(static text => text.Length > 200).Take(MostTexts).ToList();
            if (texts.Count < 50)
                continue;
            var search = new PersonalSearch();
            var kilobytes = texts.Sum(static text => text.Length) / 1024.0;
            var (whole, words, look) = (double.MaxValue, double.MaxValue, double.MaxValue);
            var sum = 0;
            // The least of many rounds: a machine that others use has only slower ones.
            for (var round = 0; round < Rounds; round++)
            {
                look = Math.Min(look, Timed(request.Time, () => texts.ForEach(text => sum += text.AsSpan().IndexOfAnyExceptInRange('\0', '\x7f'))));
                words = Math.Min(words, Timed(request.Time, () => texts.ForEach(text => sum += search.Words(text))));
                whole = Math.Min(whole, Timed(request.Time, () => texts.ForEach(text => sum += search.Find(text).Length)));
            }

            var scan = whole - words;

            var about = $"scan of structured personal data alone, without the pass over its words of context ({1000 * words / kilobytes:F3}); least of {Rounds} rounds; "
                + $"one IndexOfAnyExcept over the same letters took {1000 * look / kilobytes:F3} us/KB";
            yield return StructuredPersonalSet.New(set.Name, "personal_us_per_kb", 1000 * scan / kilobytes, "lower", 3.5, null, texts.Count, about);
            yield return StructuredPersonalSet.New(set.Name, "personal_ratio_to_one_look", scan / look, "lower", null, 1, texts.Count, about);
        }
    }

    // In milliseconds.
    private static double Timed(TimeProvider time, Action work)
    {
        var start = time.GetTimestamp();
        work();
        return time.GetElapsedTime(start).TotalMilliseconds;
    }
}
