namespace Tako.Reflexes.Names.Training;

/// <summary>A text ready for training: the feature rows of each token, and its label.</summary>
internal sealed class NameSentence
{
    public required int[] Rows { get; init; }

    /// <summary>Where the rows of each token start; one more than there are tokens.</summary>
    public required int[] Starts { get; init; }

    public required byte[] Labels { get; init; }

    public static NameSentence Of(ReadOnlySpan<NameToken> tokens, byte[] labels, int bits)
    {
        Span<int> rows = stackalloc int[NameFeatures.Most];
        var (all, starts) = (new List<int>(tokens.Length * NameFeatures.Most), new int[tokens.Length + 1]);
        for (var index = 0; index < tokens.Length; index++)
        {
            if (NameFeatures.IsPlain(tokens, index))
                labels[index] = 0;
            else
                all.AddRange(rows[..NameFeatures.Rows(tokens, index, 32 - bits, rows)]);
            starts[index + 1] = all.Count;
        }

        return new() { Rows = [.. all], Starts = starts, Labels = labels };
    }
}
