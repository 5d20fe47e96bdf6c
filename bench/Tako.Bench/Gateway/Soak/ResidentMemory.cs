using System.Globalization;

namespace Tako.Bench.Gateway.Soak;

/// <summary>Resident memory by time, and whether it stays flat.</summary>
internal sealed class ResidentMemory(TimeSpan whole)
{
    private const double Tolerance = 0.05;
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(4);
    private readonly List<(TimeSpan At, long Bytes)> _samples = [];

    public void Take(TimeSpan at, Peer peer) => _samples.Add((at, peer.Resident()));

    /// <summary>The last minute beside the third; of a run too short for that, the last quarter beside the second.</summary>
    public bool Print()
    {
        var minute = TimeSpan.FromMinutes(1);
        var (word, from, to, last) = whole >= Long
            ? ("last minute beside the third", 2 * minute, 3 * minute, whole - minute)
            : ("last quarter beside the second (too short for minutes)", whole / 4, whole / 2, whole * 3 / 4);
        var (early, late) = (Mean(from, to), Mean(last, TimeSpan.MaxValue));
        var ratio = late / early;
        var flat = Math.Abs(ratio - 1) <= Tolerance;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"resident memory, {word}: {late / 1048576:F1} MB beside {early / 1048576:F1} MB, ratio {ratio:F3} ")
            + (flat ? "(within 5 %: ok)" : "(MORE than 5 % apart)"));
        Console.WriteLine("all samples, MB: " + string.Join(' ', _samples.Select(static sample =>
            (sample.Bytes / 1048576).ToString(CultureInfo.InvariantCulture))));
        return flat;
    }

    private double Mean(TimeSpan from, TimeSpan to) => _samples.Where(sample => sample.At >= from && sample.At < to)
        .Select(static sample => (double)sample.Bytes).DefaultIfEmpty(double.NaN).Average();
}
