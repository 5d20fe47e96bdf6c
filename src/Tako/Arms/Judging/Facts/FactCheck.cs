namespace Tako.Arms.Judging.Facts;

/// <summary>
/// Holds claims against the texts that they rest on, without any model. A claim is split into statements; each needs enough
/// independent sources with an exact span that has its words, its values and its polarity.
/// </summary>
public static class FactCheck
{
    private const int MostClaims = 64;
    private const int MostParts = 16;
    private const int MostSources = 32;
    private const int MostText = 128 * 1024;
    private const int MostClaimText = 4096;
    private const int MostValues = 32;
    private const int MostQuoted = 4;
    private const int MostShown = 300;

    /// <summary>A finding for each claim, in order; neither the order of sources nor their number of copies matters.</summary>
    public static IReadOnlyList<FactFinding> Judge(IReadOnlyList<FactClaim> claims, IReadOnlyList<FactSource> sources,
        FactOptions? options = null)
    {
        options ??= new FactOptions();
        var read = sources.Where(source => !string.IsNullOrWhiteSpace(source.Text))
            .Distinct()
            .OrderBy(source => source.Name, StringComparer.Ordinal)
            .ThenBy(source => source.Root, StringComparer.Ordinal)
            .ThenBy(source => source.Text, StringComparer.Ordinal)
            .Take(MostSources)
            .Select(source => new SourceIndex(source, Cut(source.Text, MostText)))
            .ToArray();
        var families = Kinship.Families([.. read.Select(index => (index.Source, index.Folded))]);
        return [.. claims.Select((claim, index) => index < MostClaims
            ? Judge(claim, read, families, options)
            : Unread(claim, $"only the first {MostClaims} claims are checked"))];
    }

    private static FactFinding Judge(FactClaim claim, SourceIndex[] sources, int[] families, FactOptions options)
    {
        if (claim.Text.Length > MostClaimText)
            return Unread(claim, $"a claim of more than {MostClaimText} characters is not checked; say less at once");
        var parts = Sentences.Of(claim.Text, MostParts + 1).SelectMany(sentence => Clauses.Of(sentence).Select(clause => clause.Text))
            .Take(MostParts + 1)
            .ToArray();
        if (parts.Length is 0 or > MostParts)
            return Unread(claim, parts.Length == 0
                ? "it says nothing"
                : $"a claim of more than {MostParts} statements is not checked; split it");
        var misquoted = Misquoted(claim, sources);
        var found = parts.Select(part => Part(part, sources, families, misquoted, options)).ToArray();
        return new FactFinding(claim.Text,
            found.Any(part => part.Verdict == FactVerdict.Contradicted) ? FactVerdict.Contradicted
            : found.All(part => part.Verdict == FactVerdict.Supported) ? FactVerdict.Supported
            : FactVerdict.Insufficient,
            found);
    }

    private static FactPart Part(string part, SourceIndex[] sources, int[] families, IReadOnlyDictionary<string, string> misquoted,
        FactOptions options)
    {
        var claim = Statement.Read(part);
        if (claim.Words.Count == 0)
            return new FactPart(part, FactVerdict.Insufficient, [], ["There is no word in it that a source could be searched for."]);
        if (claim.Values.Count > MostValues)
            return new FactPart(part, FactVerdict.Insufficient, [], [$"It has more than {MostValues} values; split it."]);
        var (quotes, reasons) = (new List<FactQuote>(), new List<string>());
        var (holding, denying) = (new HashSet<int>(), new HashSet<int>());
        for (var index = 0; index < sources.Length; index++)
        {
            var name = sources[index].Source.Name;
            var (stance, why, quote) = Stand(claim, sources[index], options);
            if (stance == Stance.Holds && misquoted.TryGetValue(name, out var wrong))
                (stance, why) = (Stance.Unclear, $"does not have the words that are quoted from it: \"{Cut(wrong, MostShown)}\"");
            if (stance is Stance.Holds or Stance.Denies)
                (stance == Stance.Holds ? holding : denying).Add(families[index]);
            if (stance is Stance.Holds or Stance.Denies && quotes.Count(known => known.Source == name) < MostQuoted)
                quotes.Add(new FactQuote(name, quote));
            reasons.Add(stance switch
            {
                Stance.Holds => $"{name} says so: \"{Cut(quote, MostShown)}\"",
                Stance.Denies => $"{name} {why}: \"{Cut(quote, MostShown)}\"",
                Stance.Unclear when quote.Length > 0 => $"{name} {why}: \"{Cut(quote, MostShown)}\"",
                _ => $"{name} says nothing of it.",
            });
        }

        var needed = Math.Max(1, options.Sources);
        var verdict = denying.Count > 0 ? FactVerdict.Contradicted
            : holding.Count >= needed ? FactVerdict.Supported
            : FactVerdict.Insufficient;
        if (verdict == FactVerdict.Insufficient)
            reasons.Insert(0, $"{holding.Count} of {needed} independent sources say so.");
        if (holding.Count < sources.Where((_, index) => holding.Contains(families[index])).Count())
            reasons.Add("Sources of one origin, and copies of one text, count once.");
        return new FactPart(part, verdict, quotes, reasons);
    }

    /// <summary>A source's stance: that of its clauses, and of a whole sentence where no clause of it speaks of the claim.</summary>
    private static (Stance Stance, string Why, string Quote) Stand(Statement claim, SourceIndex source, FactOptions options)
    {
        (Stance Stance, string Why, string Quote) best = (Stance.Silent, "", ""), denied = best, held = best;
        var spoken = -1;
        foreach (var span in source.About(claim.Words))
        {
            if (span.Whole && span.Sentence == spoken)
                continue;
            var (stance, why) = SpanMatch.Of(claim, span.Says, options.About);
            if (stance == Stance.Silent)
                continue;
            spoken = span.Sentence;
            if (stance == Stance.Denies && denied.Stance == Stance.Silent)
                denied = (stance, why, span.Quote);
            else if (stance == Stance.Holds && held.Stance == Stance.Silent)
                held = (stance, why, span.Quote);
            else if (stance == Stance.Unclear && best.Stance == Stance.Silent)
                best = (stance, why, span.Quote);
        }

        if (denied.Stance == Stance.Denies && held.Stance == Stance.Holds)
            return (Stance.Unclear, "says so and also " + denied.Why, denied.Quote);
        return denied.Stance == Stance.Denies ? denied : held.Stance == Stance.Holds ? held : best;
    }

    /// <summary>For each source the first quote that came with the claim and does not stand in it.</summary>
    private static Dictionary<string, string> Misquoted(FactClaim claim, SourceIndex[] sources)
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var quote in claim.Quotes.Take(MostSources))
        {
            var folded = Sentences.Fold(quote.Text);
            // A file may have been read in pieces: the words need to stand in one of them.
            if (!sources.Any(source => source.Source.Name == quote.Source && source.Folded.Contains(folded, StringComparison.Ordinal)))
                wrong.TryAdd(quote.Source, folded);
        }

        return wrong;
    }

    private static FactFinding Unread(FactClaim claim, string why) => new(Cut(claim.Text, MostClaimText), FactVerdict.Insufficient,
        [new FactPart(Cut(claim.Text, MostShown), FactVerdict.Insufficient, [], [$"Not checked: {why}."])]);

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];
}
