using Tako.Reflexes.Inspection;

namespace Tako.Reflexes.Names;

/// <summary>
/// Finds persons, addresses, places, organisations and what else its model has learnt. It guesses from words and their neighbours:
/// use it where a policy asks for it, beside the scanners that check what they find.
/// </summary>
public sealed class NameScanner : TextScanner
{
    private readonly NameModel _model;
    private readonly int _lean;
    private readonly bool[] _wanted;

    // One scratch waits for the next scan; two scans at once make a second.
    private NameScratch? _scratch;

    /// <summary>A scanner over a model.</summary>
    /// <param name="kinds">Only these are found; null finds all that the model knows.</param>
    /// <param name="lean">How far doubts go towards finding something: 0 is even, higher finds more and is more often wrong.</param>
    /// <exception cref="ArgumentException">A kind is none of the model's.</exception>
    public NameScanner(NameModel model, IReadOnlyCollection<string>? kinds = null, int lean = DefaultLean)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (kinds?.FirstOrDefault(kind => !model.Kinds.Contains(kind)) is { } unknown)
            throw new ArgumentException($"The model finds no '{unknown}'; it finds {string.Join(", ", model.Kinds)}.", nameof(kinds));
        _model = model;
        _lean = lean;
        _wanted = [false, .. model.Kinds.Select(kind => kinds?.Contains(kind) ?? true)];
    }

    /// <summary>As it was measured: found more is worth more than wrongly found.</summary>
    public const int DefaultLean = 15;

    /// <summary>The kinds that no checked scanner finds better.</summary>
    public static IReadOnlyList<string> NameKinds { get; } =
        ["person", "address", "place", "organisation", "title", "group", "age", "zip_code"];

    public override string Name => "names";

    public override void Scan(in ScanText text, FindingList into) => Walk(text.Text, into);

    public override int Settled(ReadOnlySpan<char> text) => Walk(text, null);

    // With a list: all findings of a whole text. Without: up to where a text that goes on is settled.
    private int Walk(ReadOnlySpan<char> text, FindingList? into)
    {
        var scratch = Interlocked.Exchange(ref _scratch, null) ?? new NameScratch(_model);
        var run = new NameRun(_model, scratch, _lean, whole: into is not null);
        var settled = run.Walk(text, this, into);
        Volatile.Write(ref _scratch, scratch);
        return settled;
    }

    internal void Report(ReadOnlySpan<NameToken> tokens, ReadOnlySpan<byte> labels, ReadOnlySpan<short> weights, FindingList into)
    {
        for (var from = 0; from < labels.Length;)
        {
            var (label, to) = (labels[from], from + 1);
            while (to < labels.Length && labels[to] == label && !Parts(tokens[to], label))
                to++;
            if (label > 0 && _wanted[label])
            {
                var (margin, last) = (0, to);
                // Signs at the ends belong to the sentence.
                while (from < last - 1 && IsEnd(tokens[from]))
                    from++;
                while (last - 1 > from && IsEnd(tokens[last - 1]))
                    last--;
                for (var token = from; token < last; token++)
                    margin += weights[token * _model.Width + label] - weights[token * _model.Width];
                var start = tokens[from].Start;
                var score = Score(margin / (last - from));
                into.Add(new(start, tokens[last - 1].End - start, FindingFamily.Personal, _model.Kinds[label - 1], score));
            }

            from = to;
        }
    }

    // Two names on two lines are two findings; an address goes over lines.
    private bool Parts(in NameToken token, byte label) =>
        label > 0 && token.Gap >= NameTokens.Line && _model.Kinds[label - 1] is not "address";

    private static bool IsEnd(in NameToken token) =>
        token.Shape == NameShapes.Sign && (token.Lists != NameLists.None || token.Hash == NameToken.Colon);

    private static double Score(int margin) => Math.Round(0.5 + 0.45 * Math.Clamp(margin / 150.0, -0.5, 1), 2);
}
