using Tako.Reflexes.Inspection;
using Tako.Reflexes.Personal.Contexts;

namespace Tako.Reflexes.Personal;

/// <summary>A text while it is scanned: where the recognisers look for context and put what they find.</summary>
internal readonly ref struct Scene(in ScanText scan, FindingList into, double floor)
{
    private readonly ScanText _scan = scan;

    public ReadOnlySpan<char> Text { get; } = scan.Text;

    public bool Near(int start, int end, Cue cues) => CueIndex.Shared.Near(_scan, start, end, cues);

    public void Add(int start, int end, PersonalKind kind) => Add(start, end, kind, kind.Score);

    /// <summary>Adds a value with the score of its form, or the one it has in context where that is higher.</summary>
    public void Add(int start, int end, PersonalKind kind, double alone)
    {
        var score = Math.Max(alone, kind.InContext);
        if (score < floor)
            return;
        if (alone < kind.InContext && (kind.Cues == Cue.None || !Near(start, end, kind.Cues)))
            score = alone;
        if (score < floor)
            return;
        if (score < 0.9 && InAddress(start))
            score *= 0.5;
        if (score >= floor)
            Put(start, end, kind, score);
    }

    /// <summary>Adds a value with this very score.</summary>
    public void Put(int start, int end, PersonalKind kind, double score)
    {
        if (score < floor)
            return;
        var known = into.Writable;
        for (var index = known.Length - 1; index >= 0 && index >= known.Length - 12; index--)
        {
            if (known[index].Start != start || known[index].Length != end - start || !ReferenceEquals(known[index].Kind, kind.Name))
                continue;
            known[index] = known[index] with { Score = Math.Max(known[index].Score, score) };
            return;
        }

        into.Add(new Finding(start, end - start, FindingFamily.Personal, kind.Name, score));
    }

    // Numbers in the path of a URL are the business of its host far more often than anybody's.
    private bool InAddress(int start)
    {
        var from = Math.Max(0, start - 128);
        var before = Text[from..start];
        var blank = before.LastIndexOfAny(" \n\r\t\"'<>");
        return before[(blank + 1)..].Contains("://", StringComparison.Ordinal);
    }
}
