namespace Tako.Brain;

/// <summary>The explicit rules by which the brain forks, repairs and escalates.</summary>
public sealed record BrainOptions
{
    /// <summary>Rounds of repair after the judge or the guardian objected.</summary>
    public int RepairRounds { get; init; } = 2;

    /// <summary>Further coders that may be put on a step whose first one did not finish.</summary>
    public int Forks { get; init; } = 2;

    /// <summary>Confidence, from 0 to 1, below which a change is put to a person.</summary>
    public double AskBelow { get; init; } = 0.5;

    /// <summary>Share of changed files, from 0 to 1, that nobody had pointed at, above which a change is put to a person.</summary>
    public double NoveltyAbove { get; init; } = 0.67;

    /// <summary>Independent sources that a claim about texts needs.</summary>
    public int ClaimSources { get; init; } = 2;
}
