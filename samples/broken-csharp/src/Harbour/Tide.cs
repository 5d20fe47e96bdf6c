namespace Harbour;

/// <summary>One rising tide, from low water to high water about six hours later. Heights are metres above chart datum.</summary>
public sealed record Tide(double LowWater, double HighWater)
{
    /// <summary>The rule of twelfths: how much of the range the water climbs in each of the six hours.</summary>
    private static readonly int[] Twelfths = [1, 2, 3, 3, 2, 1];

    public double Range => HighWater - LowWater;

    /// <summary>Height of the water some time after low water.</summary>
    public double HeightAt(TimeSpan sinceLowWater)
    {
        var hours = Math.Clamp(sinceLowWater.TotalHours, 0, Twelfths.Length);
        var hour = Math.Min((int)hours, Twelfths.Length - 1);

        var risen = 0.0;
        for (var past = 1; past <= hour; past++)
            risen += Twelfths[past];
        risen += (hours - hour) * Twelfths[hour];

        return LowWater + Range * risen / 12;
    }

    /// <summary>First full hour after low water at which the water stands at least this high, or null when it never does.</summary>
    public int? FirstHourAbove(double height)
    {
        for (var hour = 0; hour <= Twelfths.Length; hour++)
        {
            if (HeightAt(TimeSpan.FromHours(hour)) >= height)
                return hour;
        }

        return null;
    }
}
