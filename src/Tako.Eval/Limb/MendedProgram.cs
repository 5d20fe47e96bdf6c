namespace Tako.Eval.Limb;

/// <summary>What became of one program that was to be mended.</summary>
internal sealed record MendedProgram
{
    public required string Code { get; init; }

    public bool CleanBefore { get; init; }

    public bool Clean { get; init; }

    public bool CleanWithoutSdk { get; init; }

    public TimeSpan Taken { get; init; }

    public int TokensAdded { get; init; }

    public int TokensRemoved { get; init; }

    /// <summary>Null where the row does not say what the right program is.</summary>
    public bool? EqualsReference { get; init; }
}
