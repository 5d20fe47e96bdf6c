namespace Tako.Reflexes.Inspection;

/// <summary>What a finding is about; a policy sets what happens to each family.</summary>
public enum FindingFamily
{
    /// <summary>Letters that a reader does not see, or that pretend to be others.</summary>
    Hidden,

    /// <summary>Personal data.</summary>
    Personal,

    /// <summary>Keys, passwords, tokens.</summary>
    Secret,

    /// <summary>Instructions that try to take over, and jailbreaks.</summary>
    Injection,

    /// <summary>A word that was put into a prompt to see whether it comes out.</summary>
    Canary,

    /// <summary>A word of the policy's own lists and patterns.</summary>
    Listed,
}

/// <summary>Where a text holds something, and how sure that is.</summary>
/// <param name="Start">In UTF-16 characters of the inspected text.</param>
/// <param name="Length">Characters; 0 where the finding is about the text as a whole.</param>
/// <param name="Kind">Stable, in lower case with underscores, such as <c>us_ssn</c>; it is also the reason code.</param>
/// <param name="Score">From 0 to 1: the share of such findings that are right, as far as it was measured.</param>
public readonly record struct Finding(int Start, int Length, FindingFamily Family, string Kind, double Score)
{
    public int End => Start + Length;
}
