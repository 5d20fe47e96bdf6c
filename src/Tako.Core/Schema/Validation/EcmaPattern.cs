using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Tako.Core.Schema.Validation;

/// <summary>
/// A regular expression as ECMA-262 means it, run by .NET: digits, words and spaces of ASCII, an end that is the end. Runs
/// in linear time where it can (no look-around, no back-references) and under a time limit elsewhere.
/// </summary>
internal sealed class EcmaPattern
{
    private const int MostCharacters = 4096;
    private const string Spaces = @"\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);
    private readonly Regex _regex;

    private EcmaPattern(string source, Regex regex) => (Source, _regex) = (source, regex);

    public string Source { get; }

    /// <summary>The pattern, or null with the reason why it is not one.</summary>
    public static EcmaPattern? TryParse(string source, out string fault)
    {
        fault = "";
        if (source.Length > MostCharacters)
        {
            fault = $"is longer than {MostCharacters} characters";
            return null;
        }

        if (ForeignGroup(source) is { } foreign)
        {
            fault = $"has the group '{foreign}', which is not one of ECMA-262";
            return null;
        }

        try
        {
            var translated = Translate(source);
            try
            {
                return new EcmaPattern(source, new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
            }
            catch (NotSupportedException)
            {
                return new EcmaPattern(source, new Regex(translated, RegexOptions.CultureInvariant, Patience));
            }
        }
        catch (ArgumentException wrong)
        {
            fault = wrong.Message;
            return null;
        }
    }

    /// <summary>Whether some part of the text matches; null when the pattern took too long to tell.</summary>
    public bool? Matches(string text)
    {
        try
        {
            return _regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    // Comments and flags without a colon are groups of other dialects, which .NET would take.
    private static string? ForeignGroup(string source)
    {
        var inClass = false;
        for (var at = 0; at + 2 < source.Length; at++)
        {
            if (source[at] == '\\')
                at++;
            else if (source[at] is '[' or ']')
                inClass = source[at] == '[';
            else if (!inClass && source[at] == '(' && source[at + 1] == '?')
            {
                var end = source.AsSpan(at + 2).IndexOfAnyExcept("imsnx-");
                if (source[at + 2] == '#' || (end > 0 && source[at + 2 + end] == ')'))
                    return source.Substring(at, 3);
            }
        }

        return null;
    }

    private static string Translate(string source)
    {
        var text = new StringBuilder(source.Length + 16);
        var inClass = false;
        for (var index = 0; index < source.Length; index++)
        {
            var letter = source[index];
            if (letter == '\\')
            {
                index = Escape(source, index + 1, inClass, text);
                continue;
            }

            if (inClass)
            {
                inClass = letter != ']';
                text.Append(letter == '[' ? @"\[" : letter);
                continue;
            }

            switch (letter)
            {
                case '[' when source.AsSpan(index).StartsWith("[^]"):
                    text.Append(@"[\s\S]");
                    index += 2;
                    break;
                case '[' when source.AsSpan(index).StartsWith("[]"):
                    text.Append("(?!)");
                    index++;
                    break;
                case '[':
                    inClass = true;
                    text.Append('[');
                    if (index + 1 < source.Length && source[index + 1] == '^')
                    {
                        text.Append('^');
                        index++;
                    }

                    break;
                case '$':
                    text.Append(@"\z");
                    break;
                case '.':
                    text.Append(@"[^\n\r\u2028\u2029]");
                    break;
                default:
                    text.Append(letter);
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>Translates the escape whose letter stands at <paramref name="at"/>; returns the index of its last character.</summary>
    private static int Escape(string source, int at, bool inClass, StringBuilder text)
    {
        if (at >= source.Length)
            throw new ArgumentException("ends in a lone backslash");
        var (open, close) = inClass ? ("", "") : ("[", "]");
        switch (source[at])
        {
            case 'd':
                text.Append(open).Append("0-9").Append(close);
                return at;
            case 'w':
                text.Append(open).Append("a-zA-Z0-9_").Append(close);
                return at;
            case 's':
                text.Append(open).Append(Spaces).Append(close);
                return at;
            case 'D' when !inClass:
                text.Append("[^0-9]");
                return at;
            case 'W' when !inClass:
                text.Append("[^a-zA-Z0-9_]");
                return at;
            case 'S' when !inClass:
                text.Append("[^").Append(Spaces).Append(']');
                return at;
            case 'D':
                text.Append(@"\u0000-/:-\uffff");
                return at;
            case 'W':
                text.Append(@"\u0000-/:-@\[-\^`{-\uffff");
                return at;
            case 'c' when at + 1 < source.Length && char.IsAsciiLetter(source[at + 1]):
                text.Append(CultureInfo.InvariantCulture, $"\\x{source[at + 1] & 0x1F:x2}");
                return at + 1;
            case 'p' or 'P':
                return Category(source, at, text);
            case 'u' when at + 1 < source.Length && source[at + 1] == '{':
                return CodePoint(source, at, text);
            case 'A' or 'Z' or 'z' or 'G' or 'a' or 'e' or 'K' or 'Q' or 'E':
                throw new ArgumentException($"uses \\{source[at]}, which is no ECMA-262 escape");
            case '/':
                text.Append('/');
                return at;
            default:
                text.Append('\\').Append(source[at]);
                return at;
        }
    }

    private static int Category(string source, int at, StringBuilder text)
    {
        var end = source.IndexOf('}', at);
        if (at + 1 >= source.Length || source[at + 1] != '{' || end < 0)
            throw new ArgumentException($"uses \\{source[at]} without a category in braces");
        var name = source[(at + 2)..end];
        var equals = name.IndexOf('=');
        var category = equals < 0 ? name : name[(equals + 1)..];
        text.Append('\\').Append(source[at]).Append('{').Append(category switch
        {
            "Letter" or "Alphabetic" => "L",
            "Uppercase_Letter" or "Uppercase" => "Lu",
            "Lowercase_Letter" or "Lowercase" => "Ll",
            "Number" => "N",
            "Decimal_Number" or "digit" => "Nd",
            "Punctuation" or "punct" => "P",
            "Symbol" => "S",
            "Separator" => "Z",
            "Space_Separator" => "Zs",
            "Mark" => "M",
            "Greek" => "IsGreek",
            "Cyrillic" => "IsCyrillic",
            _ => category,
        }).Append('}');
        return end;
    }

    private static int CodePoint(string source, int at, StringBuilder text)
    {
        var end = source.IndexOf('}', at);
        if (end < 0 || !int.TryParse(source.AsSpan(at + 2, end - at - 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                out var code) || code is > 0x10FFFF or < 0 or (>= 0xD800 and <= 0xDFFF))
        {
            throw new ArgumentException("uses \\u{…} without a code point");
        }

        foreach (var unit in char.ConvertFromUtf32(code))
            text.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
        return end;
    }
}
