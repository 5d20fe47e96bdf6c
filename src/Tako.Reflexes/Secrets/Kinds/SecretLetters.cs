using System.Buffers;

namespace Tako.Reflexes.Secrets.Kinds;

/// <summary>What the letters of a value tell: how disordered they are, and whether they are words.</summary>
internal static class SecretLetters
{
    public const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>No finding but a private key block and a known value holds one of these.</summary>
    public static readonly SearchValues<char> Breaks = SearchValues.Create(" \t\r\n\v\f\"<>`\u00A0\u0085\u2028\u2029");

    public static readonly SearchValues<char> Alnum = SearchValues.Create(Alphanumeric);

    /// <summary>Letters of which tokens are made.</summary>
    public static readonly SearchValues<char> Token = SearchValues.Create(Alphanumeric + "-_.+/=~");

    // Frequent pairs of letters of English text and of names in code.
    private const string Pairs =
        "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne " +
        "ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un lo wa " +
        "ge ie wh ee wi em ad ol rt po we na ul ni ts mo ow pa im mi ai sh ir su id os iv ia am fi ci vi pl ig tu ev ld ry mp " +
        "fe bl ab gh ty op wo sa ay ex ke fr oo av ag if ap gr od bo sp rd do uc bu ei ov by rm ep tt oc fa ef cu rn sc gi da " +
        "yo cr cl du ga qu ue ff ba ey ls va um pp ua up lu go ht ru ug ds lt pi rc rr eg au ck ew mu br bi pt ak pu ui rg ib " +
        "tl ny ki rk ys ob mm ph og ms ye ud mb ip ub oi rl dr cc tw nn nf";

    private static readonly bool[] Frequent = FrequentPairs();

    /// <summary>Shannon entropy, in bits a letter.</summary>
    public static double Disorder(ReadOnlySpan<char> body)
    {
        Span<int> counts = stackalloc int[128];
        counts.Clear();
        foreach (var letter in body)
            counts[letter & 127]++;
        var bits = 0.0;
        foreach (var count in counts)
        {
            if (count > 0)
                bits -= (double)count / body.Length * Math.Log2((double)count / body.Length);
        }

        return bits;
    }

    public static bool StartsWord(ReadOnlySpan<char> text, int at)
    {
        if (at == 0 || !(char.IsAsciiLetterOrDigit(text[at - 1]) || text[at - 1] == '_'))
            return true;
        // After an escape: \n, %3D, \u0022.
        return (at > 1 && text[at - 2] == '\\' && "nrt".Contains(text[at - 1]))
            || (at > 2 && char.IsAsciiHexDigit(text[at - 1]) && char.IsAsciiHexDigit(text[at - 2])
                && (text[at - 3] == '%' || (at > 5 && text[at - 6] == '\\' && text[at - 5] == 'u')));
    }

    public static bool HasDenseRun(ReadOnlySpan<char> body, int least)
    {
        while (body.Length >= least)
        {
            var length = body.IndexOfAnyExcept(Alnum);
            var run = length < 0 ? body : body[..length];
            if (run.Length >= least && run.IndexOfAnyInRange('0', '9') >= 0 && run.IndexOfAnyExceptInRange('0', '9') >= 0)
                return true;
            body = body[Math.Min(body.Length, run.Length + 1)..];
        }

        return false;
    }

    /// <summary>How often letters and digits alternate.</summary>
    public static int Turns(ReadOnlySpan<char> value)
    {
        var turns = 0;
        for (var index = 1; index < value.Length; index++)
        {
            if (char.IsAsciiDigit(value[index]) ? char.IsAsciiLetter(value[index - 1])
                : char.IsAsciiDigit(value[index - 1]) && char.IsAsciiLetter(value[index]))
                turns++;
        }

        return turns;
    }

    /// <summary>Whether the letters follow each other as they do in words, as those of a name or a phrase.</summary>
    public static bool IsWordy(ReadOnlySpan<char> value)
    {
        var (pairs, frequent, digits, parts) = (0, 0, 0, 0);
        for (var index = 0; index < value.Length; index++)
        {
            var letter = value[index];
            if (char.IsAsciiDigit(letter))
                digits++;
            if (!char.IsAsciiLetter(letter))
                continue;
            if (index == 0 || !char.IsAsciiLetter(value[index - 1]) || IsHump(value, index))
            {
                parts++;
                continue;
            }

            pairs++;
            if (Frequent[((value[index - 1] | 32) - 'a') * 26 + (letter | 32) - 'a'])
                frequent++;
        }

        // Of few pairs more may be so by chance; words have few digits, and three letters or more on average.
        return pairs >= 5 && frequent >= (pairs < 9 ? 0.85 : 0.7) * pairs && digits * 6 < value.Length && pairs >= 2 * parts;
    }

    /// <summary>Whether a new word begins with a capital after a small letter.</summary>
    public static bool IsHump(ReadOnlySpan<char> value, int index) =>
        char.IsAsciiLetterUpper(value[index]) && char.IsAsciiLetterLower(value[index - 1]);

    private static bool[] FrequentPairs()
    {
        var table = new bool[26 * 26];
        foreach (var pair in Pairs.Split(' '))
            table[(pair[0] - 'a') * 26 + pair[1] - 'a'] = true;
        return table;
    }
}
