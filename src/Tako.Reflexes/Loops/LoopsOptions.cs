namespace Tako.Reflexes.Loops;

/// <summary>When calls count as going round in circles.</summary>
public sealed record LoopsOptions
{
    /// <summary>The same call with the same result so often, with nothing changed in between; the next one is denied.</summary>
    public int Repeats { get; init; } = 3;

    /// <summary>Two calls in turn (A, B, A, B) with the same results for so many rounds; going on is denied.</summary>
    public int Rounds { get; init; } = 2;

    /// <summary>So many calls in a row that brought nothing new; then only a call that was not made before passes.</summary>
    public int Idle { get; init; } = 12;

    /// <summary>The same call so often among the last <see cref="Window"/>, whatever came of it.</summary>
    public int SameCall { get; init; } = 20;

    /// <summary>Calls of one actor that are remembered.</summary>
    public int Window { get; init; } = 64;

    /// <summary>Actors that are remembered; the one that was idle longest is forgotten first.</summary>
    public int Actors { get; init; } = 256;

    /// <summary>Tools that may be repeated, such as one that waits for something.</summary>
    public IReadOnlySet<string> Exempt { get; init; } = new HashSet<string>();

    internal LoopsOptions Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Repeats, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(Rounds, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(Idle, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(SameCall, Repeats);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Actors);
        ArgumentOutOfRangeException.ThrowIfLessThan(Window, Math.Max(SameCall, Math.Max(Idle, 2 * Rounds)));
        return this;
    }
}
