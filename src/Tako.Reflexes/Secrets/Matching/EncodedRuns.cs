using Tako.Reflexes.Literals;
using Tako.Reflexes.Secrets.Kinds;

namespace Tako.Reflexes.Secrets.Matching;

/// <summary>
/// Walks over runs of Base64 (both alphabets) and of hexadecimal digits that decode to text. Whether letters belong to such a run is
/// told by themselves: of four letters that carry three of ASCII the first is one of few. So no run needs to be read from its start.
/// </summary>
internal ref struct EncodedRuns
{
    /// <summary>Shorter runs hold no secret.</summary>
    private const int Least = 24;
    private const byte None = 255;

    private static readonly byte[] Sextets = Table(static letter => letter switch
    {
        >= 'A' and <= 'Z' => letter - 'A',
        >= 'a' and <= 'z' => letter - 'a' + 26,
        >= '0' and <= '9' => letter - '0' + 52,
        '+' or '-' => 62,
        '/' or '_' => 63,
        _ => None,
    });

    private static readonly byte[] Nibbles = Table(static letter => letter switch
    {
        >= '0' and <= '9' => letter - '0',
        >= 'a' and <= 'f' => letter - 'a' + 10,
        >= 'A' and <= 'F' => letter - 'A' + 10,
        _ => None,
    });

    private readonly ReadOnlySpan<char> _text;
    private int _from;
    private int _runStart;
    private int _runEnd;
    // 0 to 3: Base64 from that letter on; 4 and 5: hexadecimal.
    private int _phase;
    private int _at;

    public EncodedRuns(ReadOnlySpan<char> text)
    {
        _text = text;
        _phase = 6;
    }

    public int Start { get; private set; }

    public int Length { get; private set; }

    private readonly bool IsHex => _phase >= 4;

    /// <summary>Whether there is one more; then <see cref="Start"/> and <see cref="Length"/> tell where.</summary>
    public bool Next()
    {
        while (true)
        {
            for (; _phase < 6; _at = _runStart + (++_phase & (_phase < 4 ? 3 : 1)))
            {
                if (IsHex ? InRun(2, Nibbles, 0b0000_0000_1111_1101) : InRun(4, Sextets, 0xFFFF_FF0C))
                    return true;
            }

            if (!NextRun())
                return false;
        }
    }

    public readonly int Decode(ReadOnlySpan<char> run, Span<char> into)
    {
        if (!IsHex)
            return DecodeBase64(run, into);
        for (var index = 0; index < run.Length / 2; index++)
            into[index] = (char)((Nibbles[run[2 * index]] << 4) | Nibbles[run[(2 * index) + 1]]);
        return run.Length / 2;
    }

    /// <summary>Where in the run a decoded letter starts.</summary>
    public readonly int Encoded(int at) => IsHex ? 2 * at : (at / 3 * 4) + (at % 3);

    /// <summary>Where in the run the letter before a decoded place ends.</summary>
    public readonly int EncodedEnd(int at) => IsHex ? 2 * at : Math.Min(Length, ((at - 1) / 3 * 4) + ((at - 1) % 3) + 2);

    /// <summary>Letters that are none of Base64 end it; what is decoded is read as Latin-1.</summary>
    public static int DecodeBase64(ReadOnlySpan<char> run, Span<char> into)
    {
        var (bits, held, length) = (0, 0, 0);
        foreach (var letter in run)
        {
            var six = letter < 128 ? Sextets[letter] : None;
            if (six == None)
                break;
            bits = ((bits << 6) | six) & 0xFFFF;
            held += 6;
            if (held < 8)
                continue;
            held -= 8;
            into[length++] = (char)((bits >> held) & 255);
        }

        return length;
    }

    // A run of units whose first letters all carry the upper bits of printable ASCII, a tab or the end of a line.
    private bool InRun(int unit, byte[] table, ulong firsts)
    {
        while (_at + Least <= _runEnd)
        {
            var end = _at;
            while (end + unit <= _runEnd && table[_text[end] & 127] is < 64 and var first && (firsts >> first & 1) != 0
                && (unit == 4 || table[_text[end + 1] & 127] != None))
                end += unit;
            var start = _at;
            _at = end + unit;
            if (end - start < Least)
                continue;
            // The last letters may be less than a unit.
            Start = start;
            Length = (unit == 4 ? Math.Min(_runEnd, end + 3) : end) - start;
            return true;
        }

        return false;
    }

    private bool NextRun()
    {
        while ((_from = LongRuns.Next(_text, _from, Least)) < _text.Length)
        {
            var (start, end) = (_from, _from);
            while (end < _text.Length && Is(_text[end]))
                end++;
            _from = end + 1;
            if (end - start < Least)
                continue;
            (_runStart, _runEnd, _phase, _at) = (start, end, 0, start);
            return true;
        }

        return false;
    }

    private static bool Is(char letter) => letter < 128 && Sextets[letter] != None;

    private static byte[] Table(Func<int, int> value) => [.. Enumerable.Range(0, 128).Select(letter => (byte)value(letter))];
}
