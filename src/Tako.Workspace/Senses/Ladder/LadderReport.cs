namespace Tako.Workspace.Senses.Ladder;

/// <summary>How far a shadow got up the ladder.</summary>
/// <param name="Rung">The rung that hurt; null when none did.</param>
/// <param name="Senses">What each sense that was asked said, in order.</param>
public sealed record LadderReport(string? Rung, IReadOnlyList<Pain> Pains, IReadOnlyList<SenseReport> Senses)
{
    /// <summary>Whether this is less pain than <paramref name="other"/>: a higher rung reached, or fewer pains on the same one.</summary>
    public bool IsBetterThan(LadderReport other) =>
        Height == other.Height ? Pains.Count < other.Pains.Count : Height > other.Height;

    private int Height => Rung is null ? int.MaxValue : SenseLadder.Height(Rung);
}

/// <summary>What one sense said.</summary>
/// <param name="Numb">Why it could not tell; null when it could.</param>
public sealed record SenseReport(string Rung, int Pains, string? Numb, TimeSpan Took);
