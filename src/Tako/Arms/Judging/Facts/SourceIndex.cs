namespace Tako.Arms.Judging.Facts;

/// <summary>A source's sentences and clauses, found by a word that they hold.</summary>
internal sealed class SourceIndex
{
    private const int MostSentences = 8000;

    private readonly List<Span> _spans = [];
    private readonly Dictionary<string, List<int>> _holding = new(StringComparer.Ordinal);

    /// <summary>A clause, or a sentence of several.</summary>
    /// <param name="Sentence">Which sentence of the source it belongs to.</param>
    /// <param name="Whole">Whether it is a sentence of which clauses are there too.</param>
    internal sealed record Span(int Sentence, bool Whole, string Quote, Statement Says);

    public SourceIndex(FactSource source, string text)
    {
        Source = source;
        Folded = Sentences.Fold(text);
        var number = 0;
        foreach (var sentence in Sentences.Of(text, MostSentences))
        {
            var whole = Statement.Read(sentence);
            var clauses = Clauses.Of(sentence);
            foreach (var clause in clauses)
            {
                var says = clauses.Count == 1 ? whole : Inside(Statement.Read(clause.Text), whole);
                Add(new Span(number, false, clause.Quote, says));
            }

            if (clauses.Count > 1)
                Add(new Span(number, true, sentence, whole));
            number++;
        }
    }

    public FactSource Source { get; }

    /// <summary>The text with its white space folded, in which quotes are looked for.</summary>
    public string Folded { get; }

    /// <summary>What might speak of the same thing: spans with the rarest of the words.</summary>
    public IEnumerable<Span> About(IReadOnlyList<string> words)
    {
        List<int>? fewest = null;
        foreach (var word in words)
        {
            if (!_holding.TryGetValue(word, out var holding))
                return [];
            if (fewest is null || holding.Count < fewest.Count)
                fewest = holding;
        }

        return fewest?.Select(index => _spans[index]) ?? [];
    }

    // "If", "denied" and a question mark reach over the whole sentence.
    private static Statement Inside(Statement clause, Statement sentence) => clause with
    {
        Question = sentence.Question,
        Weakened = [.. clause.Weakened.Concat(sentence.Weakened.Where(FactWords.WeakensAll)).Distinct(StringComparer.Ordinal)],
    };

    private void Add(Span span)
    {
        foreach (var word in span.Says.Words.Distinct(StringComparer.Ordinal))
        {
            if (!_holding.TryGetValue(word, out var holding))
                _holding[word] = holding = [];
            holding.Add(_spans.Count);
        }

        _spans.Add(span);
    }
}
