namespace Tako.Reflexes.Secrets.Matching;

/// <summary>A secret as a matcher sees it.</summary>
/// <param name="Kind">Index of the kind in the engine's table, or <see cref="Known"/>.</param>
/// <param name="Sure">Whether a checksum says so.</param>
/// <param name="Guessed">Told by its name alone.</param>
internal readonly record struct SecretMatch(int Start, int End, int Kind, bool Sure = false, bool Guessed = false)
{
    /// <summary>The kind of a value that was given to the scanner.</summary>
    public const int Known = -1;

    /// <summary>The lower, the surer.</summary>
    public int Rank => Kind == Known ? 0 : Sure ? 1 : Guessed ? 3 : 2;
}
