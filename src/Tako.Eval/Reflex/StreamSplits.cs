using Tako.Reflexes.Inspection;
using Tako.Reflexes.Personal;

namespace Tako.Eval.Reflex;

/// <summary>Whether texts that come in pieces give the findings of the whole, and how much is held back meanwhile.</summary>
internal static class StreamSplits
{
    private const int MostTexts = 1500;
    private const int LongestText = 4000;
    private const int LongestPiece = 24;

    public static IEnumerable<Measure> Measure(IReadOnlyList<DataSet> sets)
    {
        foreach (var set in sets)
        {
            var texts = set.Rows.Select(static row => row.Text("text") ?? "").Where(static text => text.Length is > 0 and <= LongestText)
                .Take(MostTexts).ToList();
            var (search, scanner, random) = (new PersonalSearch(), new PersonalScanner(), new Random(5));
            var (equal, pieces, free, most) = (0, 0, 0, 0);
            foreach (var text in texts)
            {
                var whole = search.Find(text).ToArray();
                var streamed = new List<Finding>();
                var (settled, kept) = (0, 0);
                for (var end = 0; end < text.Length;)
                {
                    end = Math.Min(text.Length, end + random.Next(1, LongestPiece));
                    var until = end == text.Length ? end : Math.Max(settled, kept + scanner.Settled(text.AsSpan(kept, end - kept)));
                    (pieces, free, most) = (pieces + 1, free + (until == end ? 1 : 0), Math.Max(most, end - until));
                    foreach (var one in search.Find(text.AsSpan(kept, end - kept)))
                    {
                        if (one.Start + kept >= settled && one.End + kept <= until)
                            streamed.Add(one with { Start = one.Start + kept });
                    }

                    settled = until;
                    kept = Math.Max(0, settled - TextScanner.MaxReach);
                }

                equal += whole.Order(ByPlace).SequenceEqual(streamed.Order(ByPlace)) ? 1 : 0;
            }

            const string How = "pieces of 1 to 24 characters, cut at random; "
                + "what is settled is given away, and the reach before it is kept";
            yield return StructuredPersonalSet.New(set.Name, "stream_equals_whole", (double)equal / texts.Count, "higher", 1, null,
                texts.Count, How);
            yield return StructuredPersonalSet.New(set.Name, "most_characters_held", most, "lower", TextScanner.MaxReach, null, pieces,
                How);
            yield return StructuredPersonalSet.New(set.Name, "pieces_not_held", (double)free / pieces, "higher", null, null, pieces,
                How + "; pieces that end in the middle of a word are held from its beginning");
        }
    }

    private static readonly Comparer<Finding> ByPlace = Comparer<Finding>.Create(static (one, other) =>
        (one.Start, one.Length, one.Kind).CompareTo((other.Start, other.Length, other.Kind)));
}
