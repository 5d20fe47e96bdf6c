namespace Tako.Eval.Reflex.Pseudonyms;

/// <summary>What became of tokens in one session.</summary>
internal sealed record PseudonymTally
{
    public int Whole { get; init; }

    public int WholeRight { get; init; }

    public int Streams { get; init; }

    public int StreamsRight { get; init; }

    public int Arguments { get; init; }

    public int ArgumentsRight { get; init; }

    /// <summary>Damaged tokens that were shown to the restorer, and those that became a value.</summary>
    public int Damaged { get; init; }

    public int Wrong { get; init; }

    public int Foreign { get; init; }

    public int Crossed { get; init; }

    public int RoundTrips { get; init; }

    public int RoundTripsExact { get; init; }

    public int MostHeld { get; init; }

    /// <summary>Mutations whose value did not come back.</summary>
    public IReadOnlyList<string> Lost { get; init; } = [];

    public static PseudonymTally operator +(PseudonymTally left, PseudonymTally right) => new()
    {
        Whole = left.Whole + right.Whole,
        WholeRight = left.WholeRight + right.WholeRight,
        Streams = left.Streams + right.Streams,
        StreamsRight = left.StreamsRight + right.StreamsRight,
        Arguments = left.Arguments + right.Arguments,
        ArgumentsRight = left.ArgumentsRight + right.ArgumentsRight,
        Damaged = left.Damaged + right.Damaged,
        Wrong = left.Wrong + right.Wrong,
        Foreign = left.Foreign + right.Foreign,
        Crossed = left.Crossed + right.Crossed,
        RoundTrips = left.RoundTrips + right.RoundTrips,
        RoundTripsExact = left.RoundTripsExact + right.RoundTripsExact,
        MostHeld = Math.Max(left.MostHeld, right.MostHeld),
        Lost = [.. left.Lost, .. right.Lost],
    };
}
