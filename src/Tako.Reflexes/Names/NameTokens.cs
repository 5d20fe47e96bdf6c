namespace Tako.Reflexes.Names;

/// <summary>
/// Cuts texts into words, numbers, addresses of the net and signs. Where a token ends depends on at most <see cref="Longest"/>
/// characters, so that a text cut anywhere before yields the same tokens again.
/// </summary>
internal static class NameTokens
{
    public const byte Cased = 12;
    public const byte NoGap = 0;
    public const byte Space = 1;
    public const byte Line = 2;
    public const byte Blank = 3;
    public const byte Far = 4;
    public const int Longest = 48;
    public const uint SignHash = 0x85EBCA6B;
    private const int WidestGap = 16;

    /// <summary>Fills the buffer from <paramref name="count"/> on; returns how many tokens it then holds.</summary>
    public static int Fill(ReadOnlySpan<char> text, ref int position, NameToken[] into, int count, Lexicon lexicon)
    {
        var index = position;
        while (count < into.Length)
        {
            var (from, lines) = (index, 0);
            while (index < text.Length && (text[index] == ' ' || char.IsWhiteSpace(text[index])))
                lines += text[index++] == '\n' ? 1 : 0;
            if (index >= text.Length)
                break;
            ref var token = ref into[count];
            token = default;
            token.Start = index;
            token.Gap = index - from > WidestGap ? Far : lines > 1 ? Blank : lines == 1 ? Line : index > from ? Space : NoGap;
            Read(text, ref token, lexicon);
            var before = count > 0 && token.Gap != Far ? into[count - 1].SinceCapital : Cased;
            token.SinceCapital = token.Shape is NameShapes.Capital or NameShapes.Upper or NameShapes.Letter or NameShapes.Mixed
                ? (byte)0
                : (byte)Math.Min(Cased, before + 1);
            if (token.Shape == NameShapes.Lower && token.SinceCapital == Cased)
                token.Shape = NameShapes.LowerAlone;
            token.Settle();
            index = token.End;
            count++;
        }

        position = index;
        return count;
    }

    private static void Read(ReadOnlySpan<char> text, ref NameToken token, Lexicon lexicon)
    {
        var letter = text[token.Start];
        if (char.IsAsciiDigit(letter))
            ReadNumber(text, ref token);
        else if (IsWord(letter) || (IsQuote(letter) && IsPossessive(text, token.Start)))
            ReadWord(text, ref token, lexicon);
        else
            (token.Length, token.Shape, token.Hash, token.Lists) =
                (1, NameShapes.Sign, letter * SignHash, letter is '.' or ',' or '?' or '!' ? NameLists.Common : NameLists.None);
    }

    private static void ReadNumber(ReadOnlySpan<char> text, ref NameToken token)
    {
        var rest = text[token.Start..Math.Min(text.Length, token.Start + Longest)];
        var (length, digits, letters, joins, hash) = (0, 0, 0, 0u, 0x1234567u);
        for (; length < rest.Length; length++)
        {
            var letter = rest[length];
            if (char.IsAsciiDigit(letter))
                digits++;
            else if (IsWord(letter))
                letters++;
            else if (Joins(letter) is var join && join != 0 && length + 1 < rest.Length && IsWord(rest[length + 1]))
                joins |= join;
            else
                break;
            hash = (hash ^ (char.IsAsciiDigit(letter) ? '0' : char.ToLowerInvariant(letter))) * 0x01000193u;
        }

        token.Length = length;
        token.Hash = hash ^ (hash >> 15);
        token.Shape = length == Longest ? NameShapes.Endless
            : letters > 0 ? (joins & 16) != 0 ? NameShapes.Mail : NameShapes.LettersAndDigits
            : joins != 0 ? (byte)(NameShapes.Joined + Math.Min(6, System.Numerics.BitOperations.TrailingZeroCount(joins)))
            : digits > 20 ? NameShapes.LongNumber
            : (byte)(NameShapes.Number + digits switch { <= 5 => digits - 1, <= 8 => 5, <= 12 => 6, _ => 7 });
    }

    private static void ReadWord(ReadOnlySpan<char> text, ref NameToken token, Lexicon lexicon)
    {
        var rest = text[token.Start..Math.Min(text.Length, token.Start + Longest)];
        var (length, uppers, digits, caseless, at, dots, slashes, hash) = (0, 0, 0, 0, 0, 0, 0, Lexicon.Seed);
        for (; length < rest.Length; length++)
        {
            var letter = rest[length];
            if (char.IsAsciiLetterLower(letter))
            {
                hash = Lexicon.Step(hash, letter);
                continue;
            }

            if (IsQuote(letter))
            {
                if (length > 0 && (length + 1 == rest.Length || !IsWord(rest[length + 1]) || IsPossessive(rest, length)))
                    break;
                letter = '\'';
            }
            else if (!IsWord(letter))
            {
                if (length + 1 == rest.Length || !Continues(letter, rest, length, at + slashes > 0))
                    break;
                at += letter == '@' ? 1 : 0;
                slashes += letter is '/' or ':' ? 1 : 0;
                dots++;
            }
            else if (char.IsAsciiLetterUpper(letter) || char.IsUpper(letter))
                uppers++;
            else if (char.IsAsciiDigit(letter))
                digits++;
            else if (letter > 0x2E80)
                caseless++;
            hash = Lexicon.Step(hash, letter);
        }

        token.Length = length;
        token.Hash = Lexicon.End(hash);
        token.Shape = length == Longest && at + slashes == 0 ? NameShapes.Endless
            : at > 0 ? NameShapes.Mail
            : slashes > 0 ? NameShapes.Link
            : dots > 0 ? IsLink(rest[..length]) ? NameShapes.Link : NameShapes.Dotted
            : digits > 0 ? NameShapes.LettersAndDigits
            : caseless > 0 ? NameShapes.Caseless
            : uppers == 0 ? NameShapes.Lower
            : length == 1 ? NameShapes.Letter
            : uppers == length ? NameShapes.Upper
            : uppers == 1 && char.IsUpper(rest[0]) ? NameShapes.Capital : NameShapes.Mixed;
        if (token.Shape >= NameShapes.LettersAndDigits)
            return;
        token.Lists = lexicon.Find(token.Hash);
        if ((token.Lists & NameLists.Common) == 0)
            Endings(rest[..length], ref token);
    }

    internal static void Endings(ReadOnlySpan<char> word, ref NameToken token)
    {
        var hash = Lexicon.Seed;
        for (var index = 0; index < 3 && index < word.Length; index++)
            hash = Lexicon.Step(hash, word[index]);
        token.Prefix = hash;
        hash = Lexicon.Seed;
        for (var back = 1; back <= 4 && back <= word.Length; back++)
        {
            hash = Lexicon.Step(hash, word[^back]);
            if (back == 2)
                token.Suffix2 = hash;
            else if (back == 3)
                token.Suffix3 = hash;
            else if (back == 4)
                token.Suffix4 = hash;
        }
    }

    // Inside of addresses of mail and net more signs go on than between words.
    private static bool Continues(char letter, ReadOnlySpan<char> text, int index, bool inside) => letter switch
    {
        '.' => IsWord(text[index + 1]),
        '@' => IsWord(text[index + 1]),
        ':' => inside || (text[index..] is [_, '/', '/', ..]),
        '/' or '?' or '=' or '&' or '#' or '%' or '~' => inside,
        '-' or '_' or '+' => (inside || HasAt(text[index..])) && IsWord(text[index + 1]),
        _ => false,
    };

    // Whether the address of a mailbox goes on here: its '@' stands before the next space.
    private static bool HasAt(ReadOnlySpan<char> text)
    {
        foreach (var letter in text)
        {
            if (letter == '@')
                return true;
            if (!IsWord(letter) && letter is not ('.' or '-' or '_' or '+'))
                return false;
        }

        return false;
    }

    private static bool IsLink(ReadOnlySpan<char> text)
    {
        var last = text.LastIndexOf('.');
        return last > 2 && text.Length - last is > 2 and < 8 && text.IndexOf('.') > 1;
    }

    private static bool IsPossessive(ReadOnlySpan<char> text, int quote) =>
        quote + 1 < text.Length && text[quote + 1] is 's' or 'S' && (quote + 2 == text.Length || !IsWord(text[quote + 2]));

    private static uint Joins(char letter) => letter switch
    {
        ':' => 1, '/' => 2, '.' => 4, '-' => 8, '@' => 16, ',' => 32, '(' or ')' => 8, _ => 0,
    };

    private static bool IsQuote(char letter) => letter is '\'' or '’';

    // Letters, digits and the marks that go over letters.
    private static bool IsWord(char letter) => letter < 128
        ? char.IsAsciiLetterOrDigit(letter)
        : char.IsLetterOrDigit(letter) || char.GetUnicodeCategory(letter) == System.Globalization.UnicodeCategory.NonSpacingMark;
}
