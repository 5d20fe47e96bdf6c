using System.Runtime.CompilerServices;

namespace Tako.Reflexes.Personal.Anchors;

/// <summary>A number as it is read: its digits, and how they are grouped.</summary>
internal ref struct PhoneDigits
{
    public const int MostDigits = 17;
    public const int MostGroups = 8;

    private Buffer _digits;
    private Sizes _groups;

    public int Count { get; private set; }

    public int Groups { get; private set; }

    /// <summary>Whether it began with a plus sign.</summary>
    public bool Plus { get; set; }

    /// <summary>Whether its first group, or the one after the country code, stood in parentheses.</summary>
    public bool Enclosed { get; set; }

    /// <summary>Whether only blanks stood between groups.</summary>
    public bool Blanks { get; set; }

    /// <summary>The separator after the first group.</summary>
    public char FirstMark { get; set; }

    /// <summary>The separator where it was always the same, else NUL.</summary>
    public char Mark { get; set; }

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public readonly ReadOnlySpan<char> Digits => ((ReadOnlySpan<char>)_digits)[..Count];

    public readonly int Size(int group) => group < Groups ? _groups[group] : 0;

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public readonly ReadOnlySpan<char> Group(int group)
    {
        var start = 0;
        for (var index = 0; index < group; index++)
            start += Size(index);
        return Digits.Slice(start, Size(group));
    }

    public readonly bool Sized(int first, int second, int third = 0, int fourth = 0) =>
        Size(0) == first && Size(1) == second && Size(2) == third && Size(3) == fourth && (Groups < 5 || fourth == 0);

    /// <summary>Takes a group; false where there are too many.</summary>
    public bool Take(ReadOnlySpan<char> digits)
    {
        if (Groups == MostGroups || Count + digits.Length > MostDigits)
            return false;
        digits.CopyTo(((Span<char>)_digits)[Count..]);
        Count += digits.Length;
        _groups[Groups++] = (byte)digits.Length;
        return true;
    }

    [InlineArray(MostDigits)]
    private struct Buffer
    {
        private char _first;
    }

    [InlineArray(MostGroups)]
    private struct Sizes
    {
        private byte _first;
    }
}
