using System.Runtime.Intrinsics;

namespace Tako.Reflexes.Names.Training;

/// <summary>
/// The averaged structured perceptron (Collins 2002) with costs: a wrong label must lose by a margin, and by a larger one where it
/// overlooks something. Whole numbers throughout, so that every machine learns the same.
/// </summary>
internal sealed class NameLearner
{
    private const int CostOfMissing = 60;
    private const int CostOfFinding = 40;
    private const int CostOfMistaking = 30;
    private readonly int _width;
    private readonly int _labels;
    private readonly int[] _weights;
    private readonly long[] _pasts;
    private readonly int[] _steps;
    private readonly long[] _pastSteps;
    private long _time = 1;

    public NameLearner(int kinds)
    {
        (_labels, _width) = (kinds + 1, NameModel.WidthFor(kinds));
        _weights = new int[_width * FeatureTable.Rows];
        _pasts = new long[_weights.Length];
        _steps = new int[_width * _width];
        _pastSteps = new long[_steps.Length];
    }

    public void Learn(NameSentence sentence)
    {
        var guessed = Guess(sentence);
        var gold = sentence.Labels;
        for (var token = 0; token < gold.Length; token++)
        {
            var (right, wrong) = (gold[token], guessed[token]);
            if (right != wrong)
            {
                for (var row = sentence.Starts[token]; row < sentence.Starts[token + 1]; row++)
                {
                    Change(_weights, _pasts, (int)sentence.Features[row] * _width + right, 1);
                    Change(_weights, _pasts, (int)sentence.Features[row] * _width + wrong, -1);
                }
            }

            Step(token == 0 ? 0 : gold[token - 1], right, token == 0 ? 0 : guessed[token - 1], wrong);
        }

        Step(gold[^1], 0, guessed[^1], 0);
        _time++;
    }

    public NameModel Model(IReadOnlyList<string> kinds, FeatureTable table, Lexicon lexicon)
    {
        // Averages times 256; then scaled so that all but the largest fit eight bits.
        var means = Mean(_weights, _pasts);
        var sizes = means.Where(static mean => mean != 0).Select(Math.Abs).Order().ToArray();
        var top = sizes.Length == 0 ? 1 : Math.Max(1, sizes[(int)(sizes.Length * 0.998)]);
        var weights = new sbyte[means.Length];
        for (var index = 0; index < means.Length; index++)
            weights[index] = (sbyte)Scaled(means[index], top, 127);
        // A feature that ended up near nothing is forgotten.
        var checks = table.Checks.ToArray();
        for (var row = 0; row < checks.Length; row++)
        {
            if (!weights.AsSpan(row * _width, _width).ContainsAnyExceptInRange((sbyte)-1, (sbyte)1))
                checks[row] = 0;
        }

        var steps = Mean(_steps, _pastSteps).Select(mean => (short)Scaled(mean, top, 2000)).ToArray();
        return new(kinds, new FeatureTable(checks), weights, steps, lexicon);
    }

    private long[] Mean(int[] weights, long[] pasts)
    {
        var means = new long[weights.Length];
        for (var index = 0; index < weights.Length; index++)
            means[index] = 256L * weights[index] - 256L * pasts[index] / _time;
        return means;
    }

    private static long Scaled(long mean, long top, int limit)
    {
        var scaled = (2 * 127 * Math.Abs(mean) + top) / (2 * top);
        return Math.Sign(mean) * Math.Min(limit, scaled);
    }

    private void Step(int rightFrom, int right, int wrongFrom, int wrong)
    {
        if ((rightFrom, right) == (wrongFrom, wrong))
            return;
        Change(_steps, _pastSteps, rightFrom * _width + right, 1);
        Change(_steps, _pastSteps, wrongFrom * _width + wrong, -1);
    }

    private void Change(int[] weights, long[] pasts, int index, int by)
    {
        weights[index] += by;
        pasts[index] += by * _time;
    }

    private byte[] Guess(NameSentence sentence)
    {
        var count = sentence.Labels.Length;
        var labels = new byte[count];
        var back = new byte[count * _width];
        Span<int> before = stackalloc int[32];
        before.Clear();
        Span<int> now = stackalloc int[32];
        Span<int> own = stackalloc int[32];
        for (var token = 0; token < count; token++)
        {
            Weigh(sentence, token, own);
            Paths(before, own, now, back.AsSpan(token * _width, _width), token == 0 ? 1 : _labels);
            now.CopyTo(before);
        }

        var last = 0;
        for (var label = 1; label < _labels; label++)
        {
            if (before[label] + _steps[label * _width] > before[last] + _steps[last * _width])
                last = label;
        }

        for (var token = count - 1; token >= 0; token--)
        {
            labels[token] = (byte)last;
            last = back[token * _width + last];
        }

        return labels;
    }

    // The best way to each label from the labels before.
    private void Paths(ReadOnlySpan<int> before, ReadOnlySpan<int> own, Span<int> now, Span<byte> back, int earlierLabels)
    {
        for (var part = 0; part < _width; part += 8)
        {
            var (best, from) = (Vector256.Create(int.MinValue), Vector256<int>.Zero);
            for (var earlier = 0; earlier < earlierLabels; earlier++)
            {
                var path = Vector256.Create(before[earlier]) + Vector256.LoadUnsafe(ref _steps[earlier * _width + part]);
                var better = Vector256.GreaterThan(path, best);
                best = Vector256.ConditionalSelect(better, path, best);
                from = Vector256.ConditionalSelect(better, Vector256.Create(earlier), from);
            }

            (best + Vector256.Create(own.Slice(part, 8))).CopyTo(now[part..]);
            for (var label = 0; label < 8; label++)
                back[part + label] = (byte)from[label];
        }
    }

    private void Weigh(NameSentence sentence, int token, Span<int> own)
    {
        own.Clear();
        var (from, to) = (sentence.Starts[token], sentence.Starts[token + 1]);
        if (from == to)
        {
            // A plain token: no finding.
            own[1.._labels].Fill(-1_000_000);
            return;
        }

        for (var part = 0; part < _width; part += 8)
        {
            var sum = Vector256<int>.Zero;
            for (var row = from; row < to; row++)
                sum += Vector256.LoadUnsafe(ref _weights[(int)sentence.Features[row] * _width + part]);
            sum.CopyTo(own[part..]);
        }

        var gold = sentence.Labels[token];
        for (var label = 0; label < _labels; label++)
            own[label] += label == gold ? 0 : gold == 0 ? CostOfFinding : label == 0 ? CostOfMissing : CostOfMistaking;
    }
}
