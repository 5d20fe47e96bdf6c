using Tako.Core.Labels;
using Tako.Reflexes.Hidden;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Literals;
using Tako.Reflexes.Policies;

namespace Tako.Reflexes.Pipeline;

/// <summary>
/// Runs scanners over a text: one pass for the literals of all, then each in turn; over the text as it is read as well, where hidden
/// letters change it, and over what stands encoded in it. Safe for concurrent use.
/// </summary>
internal sealed class ScanPass
{
    /// <summary>Kind of the finding that stands for a scanner which threw or gave nonsense: the text is not let through.</summary>
    public const string Failed = "scanner_failed";

    private const int MostFindings = 10_000;
    private readonly IReadOnlyList<TextScanner> _scanners;
    private readonly LiteralAutomaton? _automaton;
    // Whose each literal of the automaton is, and which of its scanner's.
    private readonly (int Scanner, int Literal)[] _owners;

    [ThreadStatic]
    private static Scratch? _scratch;

    public ScanPass(IReadOnlyList<TextScanner> scanners)
    {
        _scanners = scanners;
        _owners = [.. scanners.SelectMany(static (scanner, index) => scanner.Literals.Select((_, literal) => (index, literal)))];
        _automaton = _owners.Length > 0 ? new LiteralAutomaton([.. scanners.SelectMany(static scanner => scanner.Literals)]) : null;
    }

    public bool IsEmpty => _scanners.Count == 0;

    /// <summary>Adds what the scanners find, sorted by place; false when one of them failed.</summary>
    /// <param name="unrolls">Look into encoded parts as well.</param>
    public bool Run(ReadOnlySpan<char> text, Label source, bool unrolls, FindingList into)
    {
        var whole = Scan(text, source, into);
        if (FoldedText.Of(text) is { } folded)
            whole &= Fold(folded, source, into);
        if (unrolls)
            whole &= Unroll(text, source, into, 0);
        into.Writable.Sort(static (left, right) => left.Start != right.Start ? left.Start.CompareTo(right.Start)
            : right.Length.CompareTo(left.Length));
        return whole;
    }

    /// <summary>Up to where no text that may follow changes what is found.</summary>
    public int Settled(ReadOnlySpan<char> text)
    {
        var settled = text.Length;
        foreach (var scanner in _scanners)
            settled = Math.Min(settled, Math.Clamp(scanner.Settled(text), 0, text.Length));
        return settled;
    }

    private bool Scan(ReadOnlySpan<char> text, Label source, FindingList into)
    {
        var scratch = _scratch ?? new Scratch();
        // Whoever is called from within a scanner gets another one.
        _scratch = null;
        try
        {
            Split(text, scratch);
            var whole = true;
            for (var index = 0; index < _scanners.Count; index++)
                whole &= One(index, text, source, scratch, into);
            return whole;
        }
        finally
        {
            _scratch = scratch;
        }
    }

    // Finds the literals of all, and tells each scanner of its own.
    private void Split(ReadOnlySpan<char> text, Scratch scratch)
    {
        scratch.Clear(_scanners.Count);
        _automaton?.Find(text, scratch.All);
        foreach (var hit in scratch.All.All)
        {
            var (scanner, literal) = _owners[hit.Literal];
            scratch.Own[scanner].Add(new LiteralHit(literal, hit.End));
        }
    }

    private bool One(int index, ReadOnlySpan<char> text, Label source, Scratch scratch, FindingList into)
    {
        var before = into.Count;
        try
        {
            _scanners[index].Scan(new ScanText(text, scratch.Own[index].All, source), into);
        }
        catch (Exception)
        {
            // Whatever it was: what was not looked at does not pass.
            into.Cut(before);
            into.Add(new Finding(0, 0, FindingFamily.Listed, Failed, 1));
            return false;
        }

        if (into.Count <= MostFindings && !Nonsense(into.All[before..], text.Length))
            return true;
        into.Cut(before);
        into.Add(new Finding(0, 0, FindingFamily.Listed, Failed, 1));
        return false;
    }

    private static bool Nonsense(ReadOnlySpan<Finding> findings, int length)
    {
        foreach (var finding in findings)
        {
            if (finding.Start < 0 || finding.Length < 0 || finding.Start > length - finding.Length
                || !(finding.Score is >= 0 and <= 1) || string.IsNullOrEmpty(finding.Kind))
                return true;
        }

        return false;
    }

    // What is found only as the text is read; hidden letters themselves were found before.
    private bool Fold(FoldedText folded, Label source, FindingList into)
    {
        var found = new FindingList();
        var whole = Scan(folded.Text, source, found);
        foreach (var finding in found.All)
        {
            var (start, length) = folded.Origin(finding.Start, finding.Length);
            var there = finding with { Start = start, Length = length };
            if (finding.Family != FindingFamily.Hidden && !Knows(into, there))
                into.Add(there);
        }

        return whole;
    }

    private bool Unroll(ReadOnlySpan<char> text, Label source, FindingList into, int depth)
    {
        var whole = true;
        for (var from = 0; Unrolled.TryNext(text, ref from, out var part);)
        {
            var found = new FindingList();
            whole &= Scan(part.Text, source, found);
            if (depth + 1 < Unrolled.MaxDepth)
                whole &= Unroll(part.Text, source, found, depth + 1);
            foreach (var finding in found.All)
                into.Add(finding with { Start = part.Start, Length = part.Length });
        }

        return whole;
    }

    private static bool Knows(FindingList into, Finding finding)
    {
        foreach (var known in into.All)
        {
            if (known.Kind == finding.Kind && known.Start < finding.End && finding.Start < known.End)
                return true;
        }

        return false;
    }

    private sealed class Scratch
    {
        public HitBuffer All { get; } = new();

        /// <summary>Those of each scanner.</summary>
        public List<HitBuffer> Own { get; } = [];

        public void Clear(int scanners)
        {
            All.Clear();
            while (Own.Count < scanners)
                Own.Add(new HitBuffer());
            for (var scanner = 0; scanner < scanners; scanner++)
                Own[scanner].Clear();
        }
    }
}
