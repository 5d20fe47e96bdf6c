namespace Tako.Reflexes.Redaction;

/// <summary>Relates places of a text to those of the text after parts of it were replaced.</summary>
public sealed class OffsetMap
{
    internal static readonly OffsetMap Same = new([]);

    private readonly IReadOnlyList<Part> _parts;

    internal OffsetMap(IReadOnlyList<Part> parts) => _parts = parts;

    /// <summary>Parts that were replaced.</summary>
    public int Replaced => _parts.Count;

    /// <param name="Before">Start in the original.</param>
    /// <param name="After">Start in the result.</param>
    internal readonly record struct Part(int Before, int BeforeLength, int After, int AfterLength);

    /// <summary>The place in the result; within a replaced part, that part's start.</summary>
    public int ToResult(int original) => Move(original, static part => (part.Before, part.BeforeLength, part.After, part.AfterLength));

    /// <summary>The place in the original; within a replacement, the start of what was replaced.</summary>
    public int ToOriginal(int result) => Move(result, static part => (part.After, part.AfterLength, part.Before, part.BeforeLength));

    private int Move(int place, Func<Part, (int From, int FromLength, int To, int ToLength)> way)
    {
        var (low, high) = (0, _parts.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (way(_parts[middle]).From <= place)
                low = middle + 1;
            else
                high = middle;
        }

        if (low == 0)
            return place;
        var (from, fromLength, to, toLength) = way(_parts[low - 1]);
        return place < from + fromLength ? to : place - from - fromLength + to + toLength;
    }
}
