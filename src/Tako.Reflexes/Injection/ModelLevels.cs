using Tako.Core.Text;

namespace Tako.Reflexes.Injection;

/// <summary>The sums of a head at which its finding is reported, and with which score.</summary>
internal sealed class ModelLevels
{
    private static readonly double[] Ladder = [0.9, 0.95, 0.98, 0.99, 0.995, 0.999];

    public ModelLevels(LinearHead head)
    {
        Kind = head.Name == InjectionModel.Head ? "model" : head.Name;
        Shares = [head.Threshold, .. Ladder.Where(share => share > head.Threshold)];
        Sums = [.. Shares.Select(head.SumAt)];
        Open = head.SumAt(head.Threshold / 2);
    }

    public string Kind { get; }

    public double[] Shares { get; }

    public int[] Sums { get; }

    /// <summary>From this sum on a finding may be under way; it begins where the sum rose to it.</summary>
    public int Open { get; }
}
