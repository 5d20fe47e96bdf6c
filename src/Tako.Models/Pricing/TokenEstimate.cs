using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Tako.Models.Pricing;

/// <summary>
/// Counts tokens without a tokenizer, by script: English is right within about a fifth, other scripts within about two fifths of
/// what current tokenizers make of them. Where a bound is needed instead of a guess, bytes are one.
/// </summary>
public static class TokenEstimate
{
    /// <summary>What providers wrap each message, tool or part in.</summary>
    private const double Wrapping = 3;

    /// <summary>A picture or another file in the request, whatever its bytes; of the order that providers charge.</summary>
    private const double Attachment = 1000;

    // Nobody writes that much without a blank, except encoded files.
    private const int LongestWord = 2048;

    private const double PerDigit = 1 / 3.0;
    private const double ShortWord = 7;
    private const double PerLetterMore = 1 / 4.5;
    private const double PerAccent = 0.45;

    /// <summary>Tokens of a text in UTF-8.</summary>
    public static long OfText(ReadOnlySpan<byte> utf8) => Round(Count(utf8));

    /// <summary>Tokens of a text.</summary>
    public static long OfText(string text) => OfText(Encoding.UTF8.GetBytes(text));

    /// <summary>Tokens of a request body in any protocol: its strings and names, with encoded files counted apart.</summary>
    public static long OfRequest(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 256 });
        var tokens = 0.0;
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject when reader.CurrentDepth > 0:
                        tokens += Wrapping;
                        break;
                    case JsonTokenType.String when reader.CurrentDepth > 0:
                        tokens += OfString(ref reader);
                        break;
                    case JsonTokenType.PropertyName when reader.CurrentDepth > 3:
                        // Schemas of tools and the like; the protocol's own names are not read by the model.
                        tokens += 1;
                        break;
                    case JsonTokenType.Number when reader.CurrentDepth > 3:
                        tokens += 1;
                        break;
                }
            }
        }
        catch (JsonException)
        {
            // What is no JSON is counted as far as it goes.
        }

        return Round(tokens);
    }

    private static double OfString(ref Utf8JsonReader reader)
    {
        var written = reader.ValueSpan;
        if (written.StartsWith("data:"u8) || (written.Length > LongestWord && written[..LongestWord].IndexOfAny(" \\"u8) < 0))
            return Attachment;
        if (!reader.ValueIsEscaped)
            return Count(written);
        var rented = ArrayPool<byte>.Shared.Rent(written.Length);
        try
        {
            return Count(rented.AsSpan(0, reader.CopyString(rented)));
        }
        catch (InvalidOperationException)
        {
            // Half a letter in an escape.
            return Count(written);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static double Count(ReadOnlySpan<byte> utf8)
    {
        var tokens = 0.0;
        var at = 0;
        while (at < utf8.Length)
        {
            var start = at;
            var first = utf8[at];
            if (first >= 0x80)
            {
                Rune.DecodeFromUtf8(utf8[at..], out var rune, out var length);
                tokens += OfRune(rune);
                at += length;
            }
            else if (char.IsAsciiLetter((char)first))
            {
                while (at < utf8.Length && char.IsAsciiLetter((char)utf8[at]))
                    at++;
                var letters = at - start;
                // What follows a letter with an accent is the same word.
                var begins = start == 0 || utf8[start - 1] < 0x80;
                tokens += letters > ShortWord ? 1 + (letters - ShortWord) * PerLetterMore : begins ? 1 : letters * PerLetterMore;
            }
            else if (char.IsAsciiDigit((char)first))
            {
                while (at < utf8.Length && char.IsAsciiDigit((char)utf8[at]))
                    at++;
                tokens += Math.Ceiling((at - start) * PerDigit);
            }
            else if (first is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
            {
                while (at < utf8.Length && utf8[at] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
                    at++;
                // One blank belongs to the word after it.
                tokens += at - start == 1 && first == (byte)' ' ? 0 : 1;
            }
            else
            {
                while (at < utf8.Length && utf8[at] == first)
                    at++;
                tokens += Math.Ceiling((at - start) / 4.0);
            }
        }

        return tokens;
    }

    private static double OfRune(Rune rune) => rune.Value switch
    {
        < 0x0370 => PerAccent,
        // Greek, Cyrillic, Armenian, Hebrew, Arabic.
        < 0x0780 => 0.42,
        // The scripts of India and South East Asia.
        < 0x1100 => 0.6,
        // Kana, then ideographs, then Hangul.
        >= 0x3040 and <= 0x30FF => 0.8,
        >= 0x3400 and <= 0x9FFF => 0.95,
        >= 0xAC00 and <= 0xD7A3 => 0.8,
        >= 0x10000 => 2,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherLetter ? 1 : 0.9,
    };

    private static long Round(double tokens) => (long)Math.Ceiling(tokens);
}
