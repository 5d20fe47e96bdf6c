namespace Tako.Reflexes.Names.Training;

/// <summary>Trains taggers of names, from templates and lists of its own, from labelled rows, or from both.</summary>
public sealed class NameTrainer(NameTraining training)
{
    // Words on lists of names are hidden now and then, or the tagger would trust the lists alone; common words too.
    private const int HiddenNames = 30;
    private const int HiddenWords = 20;
    private const NameLists Hideable = NameLists.Names | NameLists.Country | NameLists.Group | NameLists.Occupation;

    /// <summary>Trains a model; takes seconds.</summary>
    /// <param name="rows">Labelled rows of yours; may be empty.</param>
    /// <exception cref="ArgumentException">There is nothing to train on, a span leaves its text, or kinds are too many.</exception>
    public NameModel Train(IReadOnlyList<LabelledText> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0 && training.Sentences <= 0)
            throw new ArgumentException("There is nothing to train on: give rows, or a number of sentences.", nameof(rows));
        foreach (var row in rows)
        {
            if (row.Spans.Any(span => span.Start < 0 || span.Length <= 0 || span.End > row.Text.Length))
                throw new ArgumentException($"A span lies outside of '{row.Text[..Math.Min(40, row.Text.Length)]}'.", nameof(rows));
        }

        var facts = new NameFacts();
        var chance = new Seeded(training.Seed);
        var tellsIp = rows.Any(static row => row.Spans.Any(static span => span.Kind == "ip"));
        var maker = new SentenceMaker(facts, chance, tellsIp);
        var made = Enumerable.Range(0, training.Sentences).Select(_ => maker.Make()).ToArray();
        var kinds = Kinds(made, rows);
        var lexicon = LexiconMaker.Make(facts, rows);
        var sentences = new List<NameSentence>();
        foreach (var text in made)
            Add(text, 1);
        foreach (var row in rows)
            Add(row, training.Sentences > 0 ? training.RowWeight : 1);
        var table = NameSentence.Known(sentences, training.Rarest);
        sentences.ForEach(sentence => sentence.Slot(table));
        var learner = new NameLearner(kinds.Count);
        var order = sentences.ToArray();
        for (var round = 0; round < training.Rounds; round++)
        {
            chance.Shuffle(order);
            foreach (var sentence in order)
                learner.Learn(sentence);
        }

        return learner.Model(kinds, table, lexicon);

        // Each copy has other words hidden and other letters.
        void Add(LabelledText text, int copies)
        {
            for (var copy = 0; copy < copies; copy++)
                sentences.AddRange(Sentences(copies > 1 ? Styled(text, chance) : text, kinds, lexicon, chance));
        }
    }

    private static LabelledText Styled(LabelledText text, Seeded chance) =>
        chance.Percent(12) ? text with { Text = string.Concat(text.Text.Select(char.ToLowerInvariant)) } : text;

    private static List<string> Kinds(IReadOnlyList<LabelledText> made, IReadOnlyList<LabelledText> rows)
    {
        var known = made.Concat(rows).SelectMany(static text => text.Spans).Select(static span => span.Kind).ToHashSet();
        List<string> kinds =
        [
            .. NameScanner.NameKinds.Where(known.Contains),
            .. known.Where(static kind => !NameScanner.NameKinds.Contains(kind)).Order(StringComparer.Ordinal),
        ];
        return kinds.Count is > 0 and <= NameModel.MaxKinds
            ? kinds
            : throw new ArgumentException($"A model tells 1 to {NameModel.MaxKinds} kinds apart; here are {kinds.Count}.", nameof(rows));
    }

    private static IEnumerable<NameSentence> Sentences(LabelledText text, List<string> kinds, Lexicon lexicon, Seeded chance)
    {
        var (tokens, position) = (new NameToken[NameScratch.Size], 0);
        while (position < text.Text.Length)
        {
            var count = NameTokens.Fill(text.Text, ref position, tokens, 0, lexicon);
            if (count == 0)
                yield break;
            var labels = new byte[count];
            foreach (var span in text.Spans)
            {
                var label = (byte)(kinds.IndexOf(span.Kind) + 1);
                for (var index = 0; index < count; index++)
                {
                    if (tokens[index].Start < span.End && tokens[index].End > span.Start)
                        labels[index] = label;
                }
            }

            Hide(text.Text, tokens.AsSpan(0, count), labels, chance);
            yield return NameSentence.Of(tokens.AsSpan(0, count), labels);
        }
    }

    private static void Hide(string text, Span<NameToken> tokens, byte[] labels, Seeded chance)
    {
        var hidden = false;
        for (var index = 0; index < tokens.Length; index++)
        {
            ref var token = ref tokens[index];
            if (labels[index] == 0)
            {
                if (token.Lists == NameLists.Common && token.Length > 3 && chance.Percent(HiddenWords))
                    Show(text, ref token, NameLists.None);
                continue;
            }

            if (index == 0 || labels[index - 1] != labels[index])
                hidden = chance.Percent(HiddenNames);
            if (hidden && (token.Lists & Hideable) != 0)
                Show(text, ref token, token.Lists & NameLists.Common);
        }
    }

    private static void Show(string text, ref NameToken token, NameLists lists)
    {
        token.Lists = lists;
        if ((lists & NameLists.Common) == 0 && token.Shape < NameShapes.LettersAndDigits)
            NameTokens.Endings(text.AsSpan(token.Start, token.Length), ref token);
        token.Settle();
    }
}
