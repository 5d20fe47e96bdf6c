using System.Globalization;
using System.Text;

namespace Tako.Core.Schema.Repairing;

/// <summary>Reads a text between quotes of any kind, whether or not the closing one came.</summary>
internal sealed class QuotedText(string text, Cursor here, Surroundings around)
{
    /// <summary>One quoted text, or several joined by '+'.</summary>
    public string Read(Place place)
    {
        var whole = One(place);
        StringBuilder? joined = null;
        while (true)
        {
            var back = here.At;
            here.SkipBlank();
            if (here.AtEnd || here.Now != '+')
            {
                here.At = back;
                return joined?.ToString() ?? whole;
            }

            here.At++;
            here.SkipBlank();
            if (here.AtEnd || !Surroundings.IsQuote(here.Now))
                return joined?.ToString() ?? whole;
            (joined ??= new StringBuilder(whole)).Append(One(place));
        }
    }

    private string One(Place place)
    {
        var quote = here.Now;
        var begin = ++here.At;
        var result = new StringBuilder();
        var twice = !here.AtEnd && here.Now == quote && char.IsLetterOrDigit(here.Peek(1));
        if (twice)
        {
            // The opening quote stands there twice.
            here.Guessed = true;
            here.At++;
        }

        while (!here.AtEnd)
        {
            var letter = here.Now;
            if (letter == '\\')
            {
                Escaped(result);
                continue;
            }

            if (Surroundings.Closes(quote, letter))
            {
                if (twice && here.Peek(1) == quote)
                {
                    here.At += 2;
                    return result.ToString();
                }

                if (place == Place.Key && ColonBefore(begin) is { } colon)
                {
                    // The closing quote was forgotten before the colon.
                    here.Guessed = true;
                    here.At = colon;
                    return text[begin..colon].Trim();
                }

                if (around.OpensNext(here.At, place))
                {
                    // The closing quote was forgotten before the comma: this one opens the next text.
                    here.Guessed = true;
                    return result.ToString().TrimEnd().TrimEnd(',').TrimEnd();
                }

                if (around.Ends(here.At, place, quote))
                {
                    here.At++;
                    return result.ToString();
                }

                here.Guessed = true;
                if (EndsWithPlus(result) is { } kept)
                {
                    // The closing quote was forgotten before the plus: this one opens what is joined.
                    result.Length = kept;
                    here.At++;
                    continue;
                }
            }

            if (letter == '\n' && place != Place.Top && around.LineBeginsKey(here.At + 1))
            {
                // The closing quote was forgotten at the end of the line.
                here.Guessed = true;
                return result.ToString().TrimEnd().TrimEnd(',').TrimEnd();
            }

            result.Append(letter);
            here.At++;
        }

        return Unclosed(begin, result, place);
    }

    /// <summary>Where the colon of a key stands whose closing quote is missing, when the quote here opens something new.</summary>
    private int? ColonBefore(int begin)
    {
        var before = here.At - 1;
        while (before > begin && text[before] == ' ' && here.At - before < 32)
            before--;
        if (before > begin && text[before] == ':' && char.IsLetterOrDigit(here.Peek(1)))
            return before;
        if (before <= begin || text[before] != ',' || !around.IsKeyAt(here.At))
            return null;
        var colon = text.AsSpan(begin, Math.Min(here.At - begin, 64)).IndexOf(':');
        return colon > 0 ? begin + colon : null;
    }

    /// <summary>How much of a text stands before the plus that ends it; remarks around the plus do not count.</summary>
    private static int? EndsWithPlus(StringBuilder result)
    {
        var most = Math.Min(result.Length, 128);
        var offset = result.Length - most;
        var end = WithoutRemark(result.ToString(offset, most));
        return end.EndsWith('+') ? offset + WithoutRemark(end[..^1]).Length : null;
    }

    private static string WithoutRemark(string end)
    {
        end = end.TrimEnd();
        var begin = end.EndsWith("*/", StringComparison.Ordinal) ? end.LastIndexOf("/*", StringComparison.Ordinal) : -1;
        return begin < 0 ? end : end[..begin].TrimEnd();
    }

    /// <summary>A text whose closing quote never came: gives back the brackets at its end that close what is
    /// open.</summary>
    private string Unclosed(int begin, StringBuilder result, Place place)
    {
        here.Guessed = true;
        if (place == Place.Key)
        {
            var colon = text.IndexOf(':', begin);
            if (colon >= 0)
            {
                here.At = colon;
                return text[begin..colon].Trim();
            }

            return result.ToString().TrimEnd();
        }

        var end = text.Length;
        var closers = 0;
        while (end > begin
            && (char.IsWhiteSpace(text[end - 1]) || (text[end - 1] is '}' or ']' && closers < here.Open.Count)))
        {
            end--;
            closers += char.IsWhiteSpace(text[end]) ? 0 : 1;
        }

        if (closers == 0)
        {
            var all = result.ToString();
            return all.TrimEnd().EndsWith(" +", StringComparison.Ordinal) ? all.TrimEnd()[..^2].TrimEnd() : all;
        }

        here.At = end;
        return result.ToString(0, Math.Max(0, Math.Min(result.Length, result.Length - (text.Length - end))))
            .TrimEnd(',');
    }

    private void Escaped(StringBuilder result)
    {
        here.At++;
        if (here.AtEnd)
            return;
        var letter = here.Now;
        here.At++;
        switch (letter)
        {
            case 'n':
                result.Append('\n');
                break;
            case 't':
                result.Append('\t');
                break;
            case 'r':
                result.Append('\r');
                break;
            case 'b':
                result.Append('\b');
                break;
            case 'f':
                result.Append('\f');
                break;
            case 'u' or 'x':
                var length = letter == 'u' ? 4 : 2;
                if (here.At + length <= text.Length
                    && ushort.TryParse(text.AsSpan(here.At, length), NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture, out var unit))
                {
                    result.Append((char)unit);
                    here.At += length;
                }
                else if (here.At + length > text.Length)
                {
                    here.At = text.Length;
                }
                else
                {
                    result.Append(letter);
                }

                break;
            default:
                result.Append(letter);
                break;
        }
    }
}
