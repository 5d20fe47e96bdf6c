namespace Tako.Reflexes.Injection.Training;

/// <summary>Which labels of rows a head learns to say yes to, and which it learns to say no to.</summary>
/// <param name="positive">The labels of a head of your own: all others are negative. Empty for the head <c>injection</c>, whose labels
/// are known.</param>
public sealed class TrainingLabels(IReadOnlyList<string> positive)
{
    private static readonly string[] Attacks = ["hijack", "extract", "jailbreak", "embedded_instruction", "valid_attack"];

    /// <summary>The labels of attacks and of ordinary texts.</summary>
    public static TrainingLabels Injection { get; } = new([]);

    /// <summary>Null for a label that says nothing to this head.</summary>
    public bool? IsPositive(string label)
    {
        if (positive.Count > 0)
            return positive.Contains(label, StringComparer.Ordinal);
        if (label.StartsWith("benign", StringComparison.Ordinal) || label is "valid_benign" or "none")
            return false;
        return label.StartsWith("injection", StringComparison.Ordinal) || Attacks.Contains(label) ? true : null;
    }
}
