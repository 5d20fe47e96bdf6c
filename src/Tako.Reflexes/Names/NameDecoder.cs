using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tako.Reflexes.Names;

/// <summary>Weighs tokens, and finds the best labels of a run of them (Viterbi 1967) over a model's weights.</summary>
internal static class NameDecoder
{
    /// <summary>Adds up the rows of a token's features: one value a label.</summary>
    public static void Weigh(NameModel model, ReadOnlySpan<NameToken> tokens, int index, Span<short> into)
    {
        Span<uint> features = stackalloc uint[NameFeatures.Most];
        var count = NameFeatures.Of(tokens, index, features);
        var (width, table) = (model.Width, model.Features);
        ref var weights = ref MemoryMarshal.GetArrayDataReference(model.Weights);
        var (low, high) = (Vector256<short>.Zero, Vector256<short>.Zero);
        for (var feature = 0; feature < count; feature++)
        {
            var slot = table.Find(features[feature]);
            if (slot < 0)
                continue;
            // A slot is below the number of rows: the table gave it.
            ref var row = ref Unsafe.Add(ref weights, slot * width);
            low += Vector256.WidenLower(Vector128.LoadUnsafe(ref row).ToVector256Unsafe());
            if (width > 16)
                high += Vector256.WidenLower(Vector128.LoadUnsafe(ref row, 16).ToVector256Unsafe());
        }

        low.CopyTo(into);
        if (width > 16)
            high.CopyTo(into[16..]);
    }

    /// <summary>Whether no kind comes near to none at all.</summary>
    public static bool IsNothing(ReadOnlySpan<short> weights, int kinds, short margin)
    {
        var none = Vector256.Create(weights[0]);
        var near = 0u;
        for (var part = 0; part <= kinds; part += 16)
        {
            var values = Vector256.Create(weights.Slice(part, 16)) + Vector256.Create(margin);
            near |= Vector256.GreaterThan(values, none).ExtractMostSignificantBits() << part;
        }

        return (near & ((2u << kinds) - 2)) == 0;
    }

    /// <summary>The labels of the best path through a run of tokens that stands between tokens without a label.</summary>
    /// <param name="weights">A row of <see cref="NameModel.Width"/> values for each token.</param>
    /// <param name="back">Room for as many values.</param>
    public static void Best(NameModel model, ReadOnlySpan<short> weights, Span<byte> back, Span<byte> labels)
    {
        var (width, steps) = (model.Width, model.Steps);
        Span<short> before = stackalloc short[32];
        Span<short> now = stackalloc short[32];
        for (var label = 0; label < width; label++)
            before[label] = (short)(weights[label] + steps[label]);
        for (var token = 1; token < labels.Length; token++)
        {
            for (var part = 0; part < width; part += 16)
            {
                var best = Vector256.Create((short)(-20_000));
                var from = Vector256<short>.Zero;
                for (var earlier = 0; earlier <= model.Kinds.Count; earlier++)
                {
                    var path = Vector256.Create(before[earlier]) + Vector256.LoadUnsafe(ref steps[earlier * width + part]);
                    var better = Vector256.GreaterThan(path, best);
                    best = Vector256.ConditionalSelect(better, path, best);
                    from = Vector256.ConditionalSelect(better, Vector256.Create((short)earlier), from);
                }

                (best + Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(weights[(token * width + part)..]))).CopyTo(now[part..]);
                Vector128.Narrow(from.GetLower(), from.GetUpper()).AsByte().CopyTo(back[(token * width + part)..]);
            }

            // What all paths have gained alike is taken off, so that nothing grows beyond 16 bits.
            var top = now[0];
            foreach (var value in now[..(model.Kinds.Count + 1)])
                top = Math.Max(top, value);
            for (var label = 0; label < width; label++)
                before[label] = (short)Math.Max(now[label] - top, -12_000);
        }

        var last = 0;
        for (var label = 1; label <= model.Kinds.Count; label++)
        {
            if (before[label] + steps[label * width] > before[last] + steps[last * width])
                last = label;
        }

        for (var token = labels.Length - 1; token >= 0; token--)
        {
            labels[token] = (byte)last;
            last = back[token * width + last];
        }
    }
}
