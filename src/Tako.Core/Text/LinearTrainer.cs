namespace Tako.Core.Text;

/// <summary>
/// Trains linear heads. A head is first trained twice, each time on half of the groups, and measured on the other half: from that come
/// its
/// calibration and its threshold. Then it is trained on everything. The same texts in the same order give the same bytes.
/// </summary>
public static class LinearTrainer
{
    /// <summary>Fewest texts of either kind, and fewest groups, to learn from.</summary>
    public const int FewestTexts = 20;

    // A source of fewer negative texts says too little about a share.
    private const int FewestOfSource = 400;

    // The lowest bits of a group's hash choose its halves.
    private const int FoldBits = 8;

    /// <exception cref="ArgumentException">There is too little to learn from.</exception>
    public static TrainedHead Train(string name, IReadOnlyList<TrainingText> texts, LinearTraining training)
    {
        var positives = texts.Count(static text => text.Positive);
        if (positives < FewestTexts || texts.Count - positives < FewestTexts)
        {
            throw new ArgumentException($"The head '{name}' has {positives} positive and {texts.Count - positives} negative texts; "
                + $"it takes at least {FewestTexts} of each.", nameof(texts));
        }

        var halves = texts.Select(static text => Half(text.Group, 1)).ToArray();
        var held = new int[texts.Count];
        foreach (var half in (int[])[0, 1])
        {
            var others = texts.Where((_, index) => halves[index] != half).ToList();
            if (!others.Any(static text => text.Positive) || others.All(static text => text.Positive))
                throw new ArgumentException($"The head '{name}' cannot be measured: "
                    + "all its positive or negative texts are of too few groups.", nameof(texts));
            var model = Fit(name, others, training);
            for (var index = 0; index < texts.Count; index++)
            {
                if (halves[index] == half)
                    held[index] = Highest(model, texts[index].Text);
            }
        }

        var (slope, intercept) = Platt.Fit([.. texts.Select((text, index) => (held[index], text.Positive))]);
        var line = Line(texts, held, training);
        var head = new LinearHead(name, 0.5, slope, intercept);
        return new TrainedHead(head with { Threshold = Math.Clamp(head.Share(line), 0.05, 0.9999) }, Learn(texts, training), held);
    }

    /// <summary>A model of one head that was not measured: its sums are in order, its shares mean nothing.</summary>
    public static LinearHeads Fit(string name, IReadOnlyList<TrainingText> texts, LinearTraining training) =>
        Pack(training, [new TrainedHead(new LinearHead(name, 0.5, 1, 0), Learn(texts, training), [])]);

    /// <summary>Puts heads into one model.</summary>
    public static LinearHeads Pack(LinearTraining training, IReadOnlyList<TrainedHead> heads)
    {
        var weights = new sbyte[heads.Count << training.Bits];
        for (var head = 0; head < heads.Count; head++)
        {
            for (var bucket = 1; bucket < heads[head].Weights.Count; bucket++)
                weights[(bucket * heads.Count) + head] = heads[head].Weights[bucket];
        }

        return new LinearHeads(training.Bits, training.Window, [.. heads.Select(static head => head.Head)], weights);
    }

    /// <summary>The half of a split in which a group lies.</summary>
    /// <param name="split">Which of the independent splits: training measures itself on split 1, so a test of training takes
    /// another.</param>
    public static int Half(string group, int split) => (int)((Hash(group) >> split) & 1);

    /// <summary>The fold in which a group lies, of so many; which half it lies in tells next to nothing of it.</summary>
    public static int Fold(string group, int folds) => (int)((Hash(group) >> FoldBits) % (uint)folds);

    private static uint Hash(string group)
    {
        var hash = 2166136261u;
        foreach (var letter in group)
            hash = (hash ^ letter) * 16777619;
        hash = (hash ^ (hash >> 15)) * 0x2C1B3C6D;
        return hash ^ (hash >> 13);
    }

    private static sbyte[] Learn(IReadOnlyList<TrainingText> texts, LinearTraining training)
    {
        var learner = new LinearLearner(training);
        learner.Learn(texts);
        return learner.Packed();
    }

    private static int Highest(LinearHeads model, string text)
    {
        Span<int> best = stackalloc int[1];
        model.Highest(text, best);
        return best[0];
    }

    // The lowest sum over which no more negative texts lie than may.
    private static int Line(IReadOnlyList<TrainingText> texts, int[] held, LinearTraining training)
    {
        var negatives = texts.Select((text, index) => (text, Sum: held[index])).Where(static pair => !pair.text.Positive).ToList();
        var line = Over(negatives.Select(static pair => pair.Sum), training.FalseShare);
        foreach (var source in negatives.GroupBy(static pair => pair.text.Source).Where(static source =>
            source.Count() >= FewestOfSource))
            line = Math.Max(line, Over(source.Select(static pair => pair.Sum), training.FalseShareOfSource));
        return line;
    }

    private static int Over(IEnumerable<int> sums, double share)
    {
        // One text may always lie over it, else a small source would draw the line for all.
        var ordered = sums.OrderDescending().ToArray();
        return ordered[Math.Min(ordered.Length - 1, Math.Max(1, (int)(share * ordered.Length)))] + 1;
    }
}
