namespace Tako.Reflexes.Names;

/// <summary>A word, number or sign of a text as the tagger sees it.</summary>
internal struct NameToken
{
    public const uint Colon = unchecked(':' * NameTokens.SignHash);
    private const uint Stop = unchecked('.' * NameTokens.SignHash);
    private const uint Ask = unchecked('?' * NameTokens.SignHash);
    private const uint Call = unchecked('!' * NameTokens.SignHash);

    public int Start;
    public int Length;

    /// <summary>What it looks like.</summary>
    public byte Shape;

    /// <summary>What stands before it: one of the constants of <see cref="NameTokens"/>.</summary>
    public byte Gap;

    /// <summary>How many tokens ago a capital letter was seen, itself included; up to <see cref="NameTokens.Cased"/>.</summary>
    public byte SinceCapital;

    /// <summary>The lists that hold it.</summary>
    public NameLists Lists;

    /// <summary>Hash of its lower-case letters, of the sign, or of the number's shape.</summary>
    public uint Hash;

    /// <summary>What it is to its neighbours: the hash of a common word, else of its shape.</summary>
    public uint Word;

    /// <summary>Shape and lists in one.</summary>
    public uint Class;

    /// <summary>The same in few words: what its neighbours' neighbours see.</summary>
    public uint Coarse;

    // Hashes of its beginning and endings; 0 for common words, which need none.
    public uint Prefix;
    public uint Suffix2;
    public uint Suffix3;
    public uint Suffix4;

    public readonly int End => Start + Length;

    /// <summary>A common word in lower case that is on no other list, or a sign that ends a sentence or part of it.</summary>
    public readonly bool IsPlain =>
        Lists == NameLists.Common && (Shape is NameShapes.Lower or NameShapes.LowerAlone or NameShapes.Sign);

    /// <summary>A full stop, or one that asks or calls.</summary>
    public readonly bool EndsSentence => Shape == NameShapes.Sign && (Hash is Stop or Ask or Call);

    /// <summary>The same with a capital, as at the start of a sentence.</summary>
    public readonly bool IsPlainStart => Lists == NameLists.Common && Shape == NameShapes.Capital;

    /// <summary>Works out what follows from shape and lists.</summary>
    public void Settle()
    {
        Word = (Lists & (NameLists.Common | NameLists.Told)) != 0 || Shape >= NameShapes.FirstExact
            ? Hash
            : 0x9E3779B1u * (Shape + 1u) + (uint)(Lists & NameLists.Names);
        Class = ((uint)Lists << 6) | Shape;
        // The rarest list speaks for all; names of all sorts are one.
        var list = Lists & ~(NameLists.Common | NameLists.Names | NameLists.State);
        var coarse = list != 0 ? 3 + System.Numerics.BitOperations.Log2((uint)list)
            : (Lists & NameLists.Names) != 0 ? 2 : (int)(Lists & NameLists.Common);
        Coarse = (uint)coarse * 32 + Shape;
    }
}

/// <summary>Lists of words that the tagger knows.</summary>
[Flags]
internal enum NameLists : ushort
{
    None = 0,
    Common = 1,
    First = 2,
    Last = 4,
    City = 8,
    Country = 16,
    Group = 32,
    Street = 64,
    Organisation = 128,
    Honorific = 256,
    Occupation = 512,
    Unit = 1024,
    Month = 2048,
    Weekday = 4096,
    State = 8192,

    /// <summary>Lists that hold names, and so never all of them.</summary>
    Names = First | Last | City | Organisation,

    /// <summary>Lists short enough to be whole: the word itself tells something.</summary>
    Told = Street | Honorific | Unit | Month | Weekday,
}

/// <summary>What tokens look like.</summary>
internal static class NameShapes
{
    /// <summary>Lower case where capitals are used.</summary>
    public const byte Lower = 0;

    /// <summary>Lower case where none was seen for a while.</summary>
    public const byte LowerAlone = 1;
    public const byte Capital = 2;
    public const byte Upper = 3;
    public const byte Letter = 4;
    public const byte Mixed = 5;
    public const byte Caseless = 6;
    public const byte Dotted = 7;
    public const byte LettersAndDigits = 8;
    public const byte LongNumber = 9;
    public const byte Mail = 10;
    public const byte Link = 11;
    public const byte Endless = 12;
    public const byte Edge = 13;

    /// <summary>From here on the hash tells all: signs and numbers.</summary>
    public const byte FirstExact = 16;
    public const byte Sign = 16;

    // Numbers: 17 to 24 by digits, 25 to 31 by what joins them.
    public const byte Number = 17;
    public const byte Joined = 25;
}
