using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tako.Core.Text;

/// <summary>
/// Linear models with weights of a byte over one pass of <see cref="NGramFeatures"/>. At every character a head has a running sum: the
/// weights of
/// the features that end within the last <see cref="Window"/> characters. A text's score is its highest sum. Sums are whole numbers
/// that depend on what stands closely before, hence the same however a text is cut. Safe for concurrent use.
/// </summary>
public sealed class LinearHeads
{
    /// <summary>Most heads in one model.</summary>
    public const int MaxHeads = 8;

    /// <summary>Longest window, in characters.</summary>
    public const int MaxWindow = 256;

    private const int ScaleBits = 10;

    // So many of the newest numbers are kept of each head, the window before the block among them.
    private const int Kept = MaxWindow + (4 * NGramBlock.Size);

    private readonly sbyte[] _weights;
    private readonly sbyte[][] _ofHead;
    private readonly int[] _scales;

    /// <param name="weights">Bucket by bucket, in it head by head; bucket 0 is not used and must weigh nothing.</param>
    public LinearHeads(int bits, int window, IReadOnlyList<LinearHead> heads, sbyte[] weights)
    {
        if (bits is < 10 or > 24)
            throw new ArgumentOutOfRangeException(nameof(bits), bits, "Take 10 to 24 bits.");
        if (window is < 16 or > MaxWindow)
            throw new ArgumentOutOfRangeException(nameof(window), window, $"Take a window of 16 to {MaxWindow} characters.");
        if (heads.Count is 0 or > MaxHeads)
            throw new ArgumentException($"A model has 1 to {MaxHeads} heads.", nameof(heads));
        if (weights.Length != heads.Count << bits || weights.AsSpan(0, heads.Count).ContainsAnyExcept((sbyte)0))
            throw new ArgumentException("There must be a weight for each head and bucket, and 0 for the first bucket.", nameof(weights));
        (Bits, Window, Heads, _weights) = (bits, window, heads, weights);
        _ofHead = heads.Count == 1 ? [weights] : [.. heads.Select((_, head) => Enumerable.Range(0, 1 << bits)
            .Select(bucket => weights[(bucket * heads.Count) + head]).ToArray())];
        _scales = [.. Enumerable.Range(0, window + 1).Select(count => (int)Math.Round(Scale(count, window) * (1 << ScaleBits)))];
    }

    public int Bits { get; }

    public int Window { get; }

    public IReadOnlyList<LinearHead> Heads { get; }

    internal ReadOnlySpan<sbyte> Weights => _weights;

    /// <summary>The index of a head by its name, or -1.</summary>
    public int IndexOf(string name) => Heads.TakeWhile(head => head.Name != name).Count() is var index && index < Heads.Count
        ? index : -1;

    /// <summary>Hands over all running sums of a text, the one behind its last word included. Takes no memory.</summary>
    public void Run<TReader>(ReadOnlySpan<char> text, ref TReader reader)
        where TReader : struct, ISumReader, allows ref struct
    {
        Span<int> sums = stackalloc int[NGramBlock.Size];
        Span<int> kept = stackalloc int[Kept * Heads.Count];
        Span<int> running = stackalloc int[Heads.Count];
        kept.Clear();
        running.Clear();
        var block = new NGramBlock(Bits, stackalloc int[NGramBlock.Memory]);
        var place = MaxWindow;
        for (var at = 0; at <= text.Length; at += NGramBlock.Size)
        {
            var count = Math.Min(NGramBlock.Size, text.Length - at);
            block.Read(text.Slice(at, count));
            // The end of the text adds its last word.
            count = Math.Min(NGramBlock.Size, count + 1);
            for (var head = 0; head < Heads.Count; head++)
            {
                var own = kept.Slice(head * Kept, Kept);
                if (place == Kept)
                    own[^MaxWindow..].CopyTo(own);
                var from = place == Kept ? MaxWindow : place;
                Sum(_ofHead[head], block, own.Slice(from, count), own.Slice(from - Window, count), ref running[head], sums);
                Scale(at, sums[..count]);
                reader.Read(head, at + 1, sums[..count]);
            }

            place = place == Kept ? MaxWindow + NGramBlock.Size : place + NGramBlock.Size;
        }
    }

    /// <summary>The highest running sum of each head.</summary>
    public void Highest(ReadOnlySpan<char> text, Span<int> best)
    {
        best.Fill(int.MinValue);
        var reader = new HighestSum(best);
        Run(text, ref reader);
    }

    /// <summary>The share of one head for a text, from 0 to 1.</summary>
    public double Share(ReadOnlySpan<char> text, int head = 0)
    {
        Span<int> best = stackalloc int[Heads.Count];
        Highest(text, best);
        return Heads[head].Share(best[head]);
    }

    // What is new at each place comes in, and what lies a window back goes.
    private static void Sum(sbyte[] weights, in NGramBlock block, Span<int> fresh, ReadOnlySpan<int> gone, ref int running, Span<int> sums)
    {
        // Buckets are below two to the power of Bits, and the array holds a weight for each of them: no bound needs a check.
        ref var first = ref MemoryMarshal.GetArrayDataReference(weights);
        var ends = block.WordEnds[..block.WordCount];
        var words = block.Words[..ends.Length];
        var pairs = block.Pairs[..ends.Length];
        fresh.Clear();
        for (var index = 0; index < ends.Length; index++)
            fresh[ends[index]] = Unsafe.Add(ref first, words[index]) + Unsafe.Add(ref first, pairs[index]);
        var three = block.Three[..fresh.Length];
        var five = block.Five[..fresh.Length];
        gone = gone[..fresh.Length];
        sums = sums[..fresh.Length];
        var sum = running;
        for (var index = 0; index < fresh.Length; index++)
        {
            var here = fresh[index] + Unsafe.Add(ref first, three[index]) + Unsafe.Add(ref first, five[index]);
            fresh[index] = here;
            sums[index] = sum += here - gone[index];
        }

        running = sum;
    }

    // A window that is not yet full counts for more, by the root of what it lacks.
    private void Scale(int at, Span<int> sums)
    {
        for (var index = 0; index < sums.Length && at + index < Window; index++)
            sums[index] = (int)(((long)sums[index] * _scales[at + index + 1]) >> ScaleBits);
    }

    /// <summary>How much a window counts of which only so many characters are there.</summary>
    internal static double Scale(int count, int window) => Math.Sqrt(window / (double)Math.Clamp(count, Math.Min(24, window), window));

    private ref struct HighestSum(Span<int> best) : ISumReader
    {
        private readonly Span<int> _best = best;

        public void Read(int head, int at, scoped ReadOnlySpan<int> sums)
        {
            foreach (var sum in sums)
                _best[head] = Math.Max(_best[head], sum);
        }
    }
}
