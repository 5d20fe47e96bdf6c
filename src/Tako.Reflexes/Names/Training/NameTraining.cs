namespace Tako.Reflexes.Names.Training;

/// <summary>How a tagger of names is trained; the same settings and rows give the same model on every machine.</summary>
public sealed record NameTraining
{
    /// <summary>What <see cref="Sentences"/> is unless it is set.</summary>
    public const int UsualSentences = 40_000;

    /// <summary>Sentences made from the built-in templates and lists; 0 trains on your rows alone.</summary>
    public int Sentences { get; init; } = UsualSentences;

    /// <summary>Rounds over all sentences.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>How many sentences of the built-in templates one row of yours weighs.</summary>
    public int RowWeight { get; init; } = 6;

    /// <summary>A feature seen less often is not learnt.</summary>
    public int Rarest { get; init; } = 4;

    public ulong Seed { get; init; } = 1;
}
