using Tako.Core.Labels;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Literals;

namespace Tako.Reflexes.Personal;

/// <summary>Runs the scanner of personal data by itself, without a pipeline. Used by one thread at a time.</summary>
public sealed class PersonalSearch(double floor = PersonalScanner.Floor)
{
    // Safe for concurrent use, and the same for all.
    private static readonly LiteralAutomaton ContextWords = new(Contexts.CueIndex.Shared.Literals);

    private readonly PersonalScanner _scanner = new(floor);
    private readonly HitBuffer _hits = new();
    private readonly FindingList _found = new();

    /// <summary>What a text holds; good until the next call.</summary>
    public ReadOnlySpan<Finding> Find(ReadOnlySpan<char> text)
    {
        Words(text);
        return Scan(text);
    }

    /// <summary>The first half, which a pipeline does once for all scanners: how many words of context a text holds.</summary>
    public int Words(ReadOnlySpan<char> text)
    {
        _hits.Clear();
        ContextWords.Find(text, _hits);
        return _hits.Count;
    }

    /// <summary>The second half, for the text whose words were found last.</summary>
    public ReadOnlySpan<Finding> Scan(ReadOnlySpan<char> text)
    {
        _found.Clear();
        _scanner.Scan(new ScanText(text, _hits.All, Labels.None), _found);
        return _found.All;
    }
}
