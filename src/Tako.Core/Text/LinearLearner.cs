namespace Tako.Core.Text;

/// <summary>
/// Learns one head: logistic regression by AdaGrad (Duchi and others, 2011) on that window of each text which scores highest, so that a
/// long text
/// is judged by its worst place, as it is when it is scanned. The first round takes windows by chance.
/// </summary>
internal sealed class LinearLearner(LinearTraining training)
{
    /// <summary>What one step of a byte's weight stands for.</summary>
    private const float Unit = 1f / 64;

    // A feature's value: windows hold hundreds of them.
    private const double Value = 1.0 / 16;

    private readonly float[] _weights = new float[1 << training.Bits];
    private readonly float[] _squares = new float[1 << training.Bits];
    private readonly double[] _scales = [.. Enumerable.Range(0, training.Window + 1).Select(count => Value * LinearHeads.Scale(count,
        training.Window))];
    private double _bias;
    private double _biasSquare;
    private int[] _buckets = [];
    private float[] _fresh = [];

    public void Learn(IReadOnlyList<TrainingText> texts)
    {
        var random = new SmallRandom(training.Seed);
        var weights = Weigh(texts);
        var order = Enumerable.Range(0, texts.Count).ToArray();
        for (var epoch = 0; epoch < training.Epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (var row in order)
                Step(texts[row], weights[row], epoch == 0 ? random : null);
        }
    }

    /// <summary>The weights as bytes.</summary>
    public sbyte[] Packed() => [.. _weights.Select(static weight => (sbyte)Math.Clamp(MathF.Round(weight / Unit), -127, 127))];

    // The classes weigh against each other as they are told to, and within a class a source weighs by the power of its size.
    private double[] Weigh(IReadOnlyList<TrainingText> texts)
    {
        var sizes = texts.CountBy(static text => (text.Source, text.Positive)).ToDictionary();
        var masses = sizes.ToDictionary(static pair => pair.Key, pair => Math.Pow(pair.Value, training.SourcePower));
        var totals = masses.GroupBy(static pair => pair.Key.Positive).ToDictionary(static group => group.Key, static group =>
            group.Sum(static pair => pair.Value));
        return [.. texts.Select(text => (text.Source, text.Positive)).Select(key =>
            texts.Count * (key.Positive ? training.PositiveWeight : 1) / (1 + training.PositiveWeight)
                * masses[key] / totals[key.Positive] / sizes[key])];
    }

    private void Step(TrainingText text, double weight, SmallRandom? random)
    {
        var places = Read(text.Text);
        var (score, from, to) = random is null ? Highest(places) : Chosen(places, random);
        var wrong = ((1 / (1 + Math.Exp(-score))) - (text.Positive ? 1 : 0)) * weight;
        if (Math.Abs(wrong) < 1e-5)
            return;
        _biasSquare += wrong * wrong;
        _bias -= training.Rate * wrong / Math.Sqrt(_biasSquare + 1e-6);
        var slope = (float)(wrong * _scales[to - from] / Value);
        var (rate, shrink) = ((float)training.Rate, (float)training.Shrink);
        foreach (var bucket in _buckets.AsSpan(from * NGramFeatures.Slots, (to - from) * NGramFeatures.Slots))
        {
            if (bucket == 0)
                continue;
            ref var square = ref _squares[bucket];
            ref var value = ref _weights[bucket];
            square += slope * slope;
            value -= rate * ((slope / MathF.Sqrt(square + 1e-6f)) + (shrink * value));
        }
    }

    private int Read(string text)
    {
        var places = text.Length + 1;
        if (_fresh.Length < places)
            (_buckets, _fresh) = (new int[2 * places * NGramFeatures.Slots], new float[2 * places]);
        var features = new NGramFeatures(training.Bits);
        features.Read(text, _buckets);
        features.End(_buckets.AsSpan(text.Length * NGramFeatures.Slots));
        for (var place = 0; place < places; place++)
        {
            var fresh = 0f;
            foreach (var bucket in _buckets.AsSpan(place * NGramFeatures.Slots, NGramFeatures.Slots))
                fresh += _weights[bucket];
            _fresh[place] = fresh;
        }

        return places;
    }

    private (double Score, int From, int To) Highest(int places)
    {
        var (sum, best, end) = (0.0, double.MinValue, 0);
        for (var place = 0; place < places; place++)
        {
            sum += _fresh[place] - (place >= training.Window ? _fresh[place - training.Window] : 0);
            if (sum * _scales[Math.Min(place + 1, training.Window)] is var score && score >= best)
                (best, end) = (score, place + 1);
        }

        return (_bias + best, Math.Max(0, end - training.Window), end);
    }

    private (double Score, int From, int To) Chosen(int places, SmallRandom random)
    {
        var end = places <= training.Window ? places : training.Window + random.Below(places - training.Window + 1);
        var from = Math.Max(0, end - training.Window);
        var sum = 0.0;
        foreach (var fresh in _fresh.AsSpan(from, end - from))
            sum += fresh;
        return (_bias + (sum * _scales[end - from]), from, end);
    }
}
