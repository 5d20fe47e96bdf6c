namespace Tako.Core.Text;

/// <summary>One linear model over the shared features: its name and how its sums become a share.</summary>
/// <param name="Name">Stable, such as <c>injection</c>.</param>
/// <param name="Threshold">From this share on the head says yes, unless the caller knows better.</param>
/// <param name="Slope">Logits a unit of a sum, positive.</param>
/// <param name="Intercept">Logit of a sum of 0.</param>
public sealed record LinearHead(string Name, double Threshold, double Slope, double Intercept)
{
    /// <summary>The share of texts with such a highest sum that were positive when it was measured on texts held out.</summary>
    public double Share(int sum) => 1 / (1 + Math.Exp(-(Intercept + (Slope * sum))));

    /// <summary>The smallest sum with at least this share.</summary>
    public int SumAt(double share)
    {
        var sum = (Math.Log(share / (1 - share)) - Intercept) / Slope;
        return sum >= int.MaxValue ? int.MaxValue : sum <= int.MinValue ? int.MinValue : (int)Math.Ceiling(sum);
    }
}
