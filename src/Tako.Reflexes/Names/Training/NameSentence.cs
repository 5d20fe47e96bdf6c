namespace Tako.Reflexes.Names.Training;

/// <summary>A text ready for training: the features of each token, and its label.</summary>
internal sealed class NameSentence
{
    /// <summary>Features by their hash; later by their slot.</summary>
    public required uint[] Features { get; set; }

    /// <summary>Where the features of each token start; one more than there are tokens.</summary>
    public required int[] Starts { get; init; }

    public required byte[] Labels { get; init; }

    public static NameSentence Of(ReadOnlySpan<NameToken> tokens, byte[] labels)
    {
        Span<uint> features = stackalloc uint[NameFeatures.Most];
        var (all, starts) = (new List<uint>(tokens.Length * NameFeatures.Most), new int[tokens.Length + 1]);
        for (var index = 0; index < tokens.Length; index++)
        {
            if (NameFeatures.IsPlain(tokens, index))
                labels[index] = 0;
            else
                all.AddRange(features[..NameFeatures.Of(tokens, index, features)]);
            starts[index + 1] = all.Count;
        }

        return new() { Features = [.. all], Starts = starts, Labels = labels };
    }

    /// <summary>The features that occur often enough, the most frequent first.</summary>
    public static FeatureTable Known(IEnumerable<NameSentence> sentences, int rarest)
    {
        var counts = new Dictionary<uint, int>();
        foreach (var sentence in sentences)
        {
            foreach (var feature in sentence.Features)
                System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, feature, out _)++;
        }

        return new(counts
            .Where(pair => pair.Value >= rarest)
            .OrderByDescending(static pair => pair.Value)
            .ThenBy(static pair => pair.Key)
            .Take(FeatureTable.Slots * 4 / 5)
            .Select(static pair => pair.Key));
    }

    /// <summary>Puts slots for features, and drops what the table does not hold.</summary>
    public void Slot(FeatureTable table)
    {
        var (kept, from) = (new List<uint>(Features.Length), 0);
        for (var token = 0; token < Labels.Length; token++)
        {
            var to = Starts[token + 1];
            for (; from < to; from++)
            {
                if (table.Find(Features[from]) is var slot and >= 0)
                    kept.Add((uint)slot);
            }

            Starts[token + 1] = kept.Count;
        }

        Features = [.. kept];
    }
}
