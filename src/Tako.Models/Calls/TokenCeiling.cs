using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tako.Models.Calls;

/// <summary>
/// Guesses how many tokens a text is, without a tokenizer, by the scripts it is written in. It errs upwards, because
/// money is reserved by it: letters four to a token, digits and signs two, other alphabets two letters to a token and
/// more, one token for a Chinese, Japanese, Korean, Indic or Thai character, two and a half for what lies beyond.
/// </summary>
public static class TokenCeiling
{
    // Weights in sixteenths of a token, by the high half of a byte. Bytes that continue a character weigh nothing.
    private const int Unit = 16;
    private const int Space = 3;
    private const int Blank = 4;
    private const int Letter = 4;
    private const int Sign = 8;
    private const int Alphabet = 10;
    private const int Ideograph = 16;
    private const int Beyond = 40;

    /// <summary>Shorter strings are never taken for pictures or sound.</summary>
    private const int ShortestBinary = 4096;

    // A picture is at most about 2,000 tokens; documents and sound grow with their length.
    private const int BinaryTokens = 2000;
    private const int BinaryBytesPerToken = 100;

    /// <summary>What providers wrap a request in.</summary>
    private const int Wrapping = 8;

    private static readonly Vector128<byte> ByHighHalf = Vector128.Create((byte)Blank, Blank, Sign, Sign, Letter, Letter, Letter,
        Letter, 0, 0, 0, 0, Alphabet, Alphabet, Ideograph, Beyond);

    private static readonly SearchValues<byte> Base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_\\"u8);

    /// <summary>Tokens of a request or of a plain text in UTF-8. A long string in quotes that is nothing but base64 counts
    /// as a picture, not by its letters.</summary>
    public static long Tokens(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return 0;
        long tokens = Wrapping, weight = 0;
        while (utf8.Length >= ShortestBinary && FindBinary(utf8) is { Length: > 0 } binary)
        {
            weight += Weigh(utf8[..binary.Start]);
            tokens += Math.Max(BinaryTokens, binary.Length / BinaryBytesPerToken);
            utf8 = utf8[(binary.Start + binary.Length)..];
        }

        return tokens + (weight + Weigh(utf8) + Unit - 1) / Unit;
    }

    private static (int Start, int Length) FindBinary(ReadOnlySpan<byte> utf8)
    {
        for (var at = 0; at < utf8.Length;)
        {
            var length = utf8[at..].IndexOf((byte)'"');
            length = length < 0 ? utf8.Length - at : length;
            var text = utf8.Slice(at, length);
            if (length >= ShortestBinary)
            {
                var mark = text[..128].IndexOf(";base64,"u8);
                var start = mark < 0 ? 0 : mark + ";base64,".Length;
                if (text[start..].IndexOfAnyExcept(Base64) < 0)
                    return (at + start, length - start);
            }

            at += length + 1;
        }

        return default;
    }

    private static long Weigh(ReadOnlySpan<byte> utf8)
    {
        long weight = 0;
        var blocks = MemoryMarshal.Cast<byte, Vector128<byte>>(utf8);
        while (!blocks.IsEmpty)
        {
            // 128 blocks at most: two weights of 40 a block stay below what sixteen bits hold.
            var some = blocks[..Math.Min(blocks.Length, 128)];
            var sum = Vector128<ushort>.Zero;
            foreach (var block in some)
            {
                var weights = Vector128.Shuffle(ByHighHalf, block >>> 4);
                weights = Vector128.ConditionalSelect(Vector128.Equals(block, Vector128.Create((byte)' ')),
                    Vector128.Create((byte)Space), weights);
                sum += Vector128.WidenLower(weights) + Vector128.WidenUpper(weights);
            }

            weight += Vector128.Sum(Vector128.WidenLower(sum)) + Vector128.Sum(Vector128.WidenUpper(sum));
            blocks = blocks[some.Length..];
        }

        foreach (var value in utf8[(utf8.Length & ~15)..])
            weight += value == ' ' ? Space : ByHighHalf[value >> 4];
        return weight;
    }
}
