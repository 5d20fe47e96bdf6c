namespace Tako.Server.Telemetry;

/// <summary>One line of measurements: a sum, or the counts of a histogram. Recording takes no lock and allocates nothing.</summary>
/// <param name="labels">As they stand on the page, without braces.</param>
internal sealed class MetricSeries(byte[] labels, double[]? bounds)
{
    private readonly long[] _counts = bounds is null ? [] : new long[bounds.Length + 1];
    private long _sum;

    public ReadOnlySpan<byte> Labels => labels;

    /// <summary>The sum of all measurements, or the last one.</summary>
    public double Value => BitConverter.Int64BitsToDouble(Interlocked.Read(ref _sum));

    /// <summary>Which reading of the observed instruments gave the value; 0 for those that are told of every change.</summary>
    public long Reading { get; set; }

    /// <summary>Measurements up to each bound, and above all of them, each by itself.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    public void Set(double value) => Interlocked.Exchange(ref _sum, BitConverter.DoubleToInt64Bits(value));

    public void Add(double value)
    {
        var seen = Interlocked.Read(ref _sum);
        while (true)
        {
            var next = BitConverter.DoubleToInt64Bits(BitConverter.Int64BitsToDouble(seen) + value);
            var found = Interlocked.CompareExchange(ref _sum, next, seen);
            if (found == seen)
                return;
            seen = found;
        }
    }

    public void Count(double value)
    {
        var at = bounds.AsSpan().BinarySearch(value);
        // A bound belongs to the bucket that ends with it.
        Interlocked.Increment(ref _counts[at >= 0 ? at : ~at]);
        Add(value);
    }
}
