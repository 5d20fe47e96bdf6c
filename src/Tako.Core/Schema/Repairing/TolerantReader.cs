using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Tako.Core.Schema.Repairing;

/// <summary>
/// Reads JSON the way its writer meant it. Never fails on what it meets: it skips, closes or completes, and gives up only
/// when the text is nested too deep or there is nothing to read.
/// </summary>
internal sealed class TolerantReader(string text, int start)
{
    private const int MostDepth = 60;
    private readonly Stack<char> _open = new();
    private int _at = start;
    private bool _tooDeep;

    private enum Place { Top, Key, Value, Item }

    private bool IsInList => _open.Contains('[') || _open.Contains('(');

    private bool AtEnd => _at >= text.Length;

    private char Now => text[_at];

    public static bool IsQuote(char letter) => letter is '"' or '\'' or '`' or '´' or '‘' or '’' or '“' or '”';

    public (JsonNode? Value, bool Found) Document()
    {
        SkipBlank();
        if (AtEnd)
            return (null, false);
        var value = Value(Place.Top);

        // Several values one after the other were meant as a list, or continue an object that was closed too early.
        List<JsonNode?>? more = null;
        while (!_tooDeep && NextDocument())
        {
            if (more is null && value is JsonObject early && IsQuote(Now) && IsKeyAt(_at))
            {
                Members(early, closes: true);
                continue;
            }

            if (Now is not ('{' or '['))
                break;
            more ??= [value];
            more.Add(Value(Place.Top));
        }

        return _tooDeep ? (null, false) : (more is null ? value : new JsonArray([.. more]), true);
    }

    private bool NextDocument()
    {
        while (true)
        {
            SkipBlank();
            if (AtEnd)
                return false;
            if (Now is not (',' or ';' or ')' or '}' or ']'))
                return true;
            _at++;
        }
    }

    private JsonNode? Value(Place place)
    {
        SkipBlank();
        if (AtEnd)
            return null;
        if (_open.Count > MostDepth)
        {
            _tooDeep = true;
            _at = text.Length;
            return null;
        }

        switch (Now)
        {
            case '{':
                _at++;
                _open.Push('{');
                var members = new JsonObject();
                Members(members, closes: true);
                _open.Pop();
                return members;
            case '[' or '(':
                return Items();
            case var letter when IsQuote(letter):
                return JsonValue.Create(Texts(place));
            default:
                return Bare(place);
        }
    }

    private void Members(JsonObject into, bool closes)
    {
        while (true)
        {
            SkipBlank(commas: true);
            if (AtEnd || _tooDeep)
                return;
            if (Now == '}')
            {
                _at += closes ? 1 : 0;
                return;
            }

            if (Now is ']' or ')')
            {
                // Closes something further out, if that is open.
                if (IsInList)
                    return;
                _at++;
                continue;
            }

            if (Now == '{' && IsInList)
                return;
            var begin = _at;
            var key = IsQuote(Now) ? Texts(Place.Key) : Name();
            SkipBlank();
            if (AtEnd)
            {
                // A key that was cut off says nothing; one that stands alone at the end neither.
                return;
            }

            if (Now is ':' or '=')
            {
                _at++;
                if (!AtEnd && Now is '>' or '=')
                    _at++;
                SkipBlank();
                if (AtEnd)
                {
                    into[key] = null;
                    return;
                }

                into[key] = Now is ',' or '}' or ']' ? null : Value(Place.Value);
            }
            else if (key.Length > 0 && Now is ',' or '}')
            {
                into[key] = null;
            }
            else if (key.Length > 0 && Now is not (']' or ')'))
            {
                into[key] = Value(Place.Value);
            }

            if (_at == begin)
                _at++;
        }
    }

    private JsonNode? Items()
    {
        var tuple = Now == '(';
        var close = tuple ? ')' : ']';
        _at++;
        _open.Push(tuple ? '(' : '[');
        var items = new JsonArray();
        var commas = 0;
        while (true)
        {
            commas += SkipBlank(commas: true);
            if (AtEnd || _tooDeep)
                break;
            if (Now == close)
            {
                _at++;
                break;
            }

            if (Now is '}' or ']' or ')')
            {
                var mine = _open.Pop();
                var further = Now == '}' && _open.Contains('{');
                _open.Push(mine);
                if (further)
                    break;
                _at++;
                if (_at < text.Length && text.AsSpan(_at).TrimStart().StartsWith(close.ToString()))
                    continue;
                if (Peek(-1) is ']' or ')')
                    break;
                continue;
            }

            var begin = _at;
            if (IsQuote(Now) && IsKeyAt(_at))
            {
                var members = new JsonObject();
                _open.Push('{');
                Members(members, closes: true);
                _open.Pop();
                items.Add(members);
            }
            else
            {
                items.Add(Value(Place.Item));
            }

            if (_at == begin)
                _at++;
        }

        _open.Pop();
        if (!tuple || items.Count != 1 || commas > 0)
            return items;
        var only = items[0];
        items.RemoveAt(0);
        return only;
    }

    /// <summary>A key without quotes.</summary>
    private string Name()
    {
        var begin = _at;
        while (!AtEnd && !(Now is ':' or ',' or '{' or '}' or '[' or ']' or '\n' or '=') && !(Now == '/' && Peek(1) is '/' or '*'))
        {
            // A quote that was opened too late still ends the key.
            if (IsQuote(Now) && _at > begin)
                break;
            _at++;
        }

        var name = text[begin.._at].Trim();
        if (!AtEnd && IsQuote(Now))
        {
            // Either b": or a word before a quoted key: WORD "b":
            if (text.AsSpan(_at + 1).TrimStart().StartsWith(":"))
                _at++;
            else
                return Texts(Place.Key);
        }

        return name;
    }

    private char Peek(int offset) => _at + offset < text.Length && _at + offset >= 0 ? text[_at + offset] : '\0';

    /// <summary>One quoted text, or several joined by '+'.</summary>
    private string Texts(Place place)
    {
        var whole = QuotedText(place);
        while (true)
        {
            var back = _at;
            SkipBlank();
            if (AtEnd || Now != '+')
            {
                _at = back;
                return whole;
            }

            _at++;
            SkipBlank();
            if (AtEnd || !IsQuote(Now))
                return whole;
            whole += QuotedText(place);
        }
    }

    private string QuotedText(Place place)
    {
        var quote = Now;
        var begin = ++_at;
        var result = new StringBuilder();
        while (!AtEnd)
        {
            var letter = Now;
            if (letter == '\\')
            {
                Escaped(result);
                continue;
            }

            if (Closes(quote, letter) && Ends(_at, place, quote))
            {
                _at++;
                return result.ToString();
            }

            if (letter == '\n' && place != Place.Top && LineBeginsKey(_at + 1))
            {
                // The closing quote was forgotten at the end of the line.
                return result.ToString().TrimEnd().TrimEnd(',');
            }

            result.Append(letter);
            _at++;
        }

        return Unclosed(begin, result, place);
    }

    /// <summary>A text whose closing quote never came: gives back the brackets at its end that close what is open.</summary>
    private string Unclosed(int begin, StringBuilder result, Place place)
    {
        if (place == Place.Key)
        {
            var colon = text.IndexOf(':', begin);
            if (colon >= 0)
            {
                _at = colon;
                return text[begin..colon].Trim();
            }

            return result.ToString();
        }

        var end = text.Length;
        var closers = 0;
        while (end > begin && (char.IsWhiteSpace(text[end - 1]) || (text[end - 1] is '}' or ']' && closers < _open.Count)))
        {
            end--;
            closers += char.IsWhiteSpace(text[end]) ? 0 : 1;
        }

        if (closers == 0)
            return result.ToString();
        _at = end;
        return result.ToString(0, Math.Max(0, Math.Min(result.Length, result.Length - (text.Length - end)))).TrimEnd(',');
    }

    private void Escaped(StringBuilder result)
    {
        _at++;
        if (AtEnd)
            return;
        var letter = Now;
        _at++;
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
                if (_at + length <= text.Length && ushort.TryParse(text.AsSpan(_at, length), NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture, out var unit))
                {
                    result.Append((char)unit);
                    _at += length;
                }
                else if (_at + length > text.Length)
                {
                    _at = text.Length;
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

    private static bool Closes(char open, char letter) => open switch
    {
        '"' => letter == '"',
        '\'' => letter == '\'',
        '“' or '”' => letter is '“' or '”' or '"',
        _ => letter is '`' or '´' or '‘' or '’' or '\'',
    };

    /// <summary>Whether a quote ends its text, or is a quote inside it that should have been escaped.</summary>
    private bool Ends(int at, Place place, char quote)
    {
        var next = Skip(at + 1);
        if (next >= text.Length)
            return true;
        var letter = text[next];
        var lineEnds = text.AsSpan(at + 1, next - at - 1).Contains('\n');
        if (letter == '#' || (letter == '/' && At(next + 1) is '/' or '*'))
            return true;
        if (letter == '+' && IsQuote(At(Skip(next + 1))))
            return true;
        switch (place)
        {
            case Place.Key:
                return letter is ':' or '=' || (IsQuote(letter) && !IsKeyAt(next)) || !LaterEnd(at, quote, ":");
            case Place.Value:
                if (letter is '}' or ']')
                    return ClosesWell(next) || !LaterEnd(at, quote, ",}]");
                if (letter == ',')
                {
                    var after = Skip(next + 1);
                    return after >= text.Length || text[after] is '}' or ']' or ',' or '/' or '.' || IsKeyAt(after)
                        || !LaterEnd(at, quote, ",}]");
                }

                return IsQuote(letter) && IsKeyAt(next) || (lineEnds && IsKeyAt(next)) || !LaterEnd(at, quote, ",}]\n");
            case Place.Item:
                if (letter is ',' or ']')
                    return true;
                return letter == '}' || (IsQuote(letter) && next > at + 1) || lineEnds || !LaterEnd(at, quote, ",]");
            default:
                return letter is ',' or ';' or ')' || !text.AsSpan(next).Contains(quote);
        }
    }

    /// <summary>Whether what follows a closing bracket looks like the rest of a document and not like the rest of a text.</summary>
    private bool ClosesWell(int bracket)
    {
        var next = Skip(bracket + 1);
        return next >= text.Length || text[next] is ',' or '}' or ']' or ')' or ';' or '/' or '`' or '\n' or '{' or '['
            || text.AsSpan(bracket + 1, next - bracket - 1).Contains('\n');
    }

    /// <summary>Whether a later quote, soon and before the next line, stands in front of one of these letters.</summary>
    private bool LaterEnd(int at, char quote, string before)
    {
        var most = Math.Min(text.Length, at + 1 + 400);
        for (var index = at + 1; index < most; index++)
        {
            if (text[index] == '\\')
            {
                index++;
            }
            else if (Closes(quote, text[index]))
            {
                var next = Skip(index + 1);
                if (next >= text.Length || before.Contains(text[next]))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether a key, quoted or bare, and its colon stand here.</summary>
    private bool IsKeyAt(int at)
    {
        if (at >= text.Length)
            return false;
        var quoted = IsQuote(text[at]);
        var most = Math.Min(text.Length, at + 128);
        for (var index = at + 1; index < most; index++)
        {
            if (quoted && Closes(text[at], text[index]))
                return At(Skip(index + 1)) == ':';
            if (text[index] == '\n' || (quoted && text[index] is '{' or '}'))
                return false;
            if (quoted)
                continue;
            if (text[index] == ':')
                return true;
            if (!(char.IsLetterOrDigit(text[index]) || text[index] is '_' or '-' or '$' or '"' or '\'' or ' '))
                return false;
        }

        return false;
    }

    private bool LineBeginsKey(int at)
    {
        at = Skip(at);
        return at < text.Length && IsQuote(text[at]) && IsKeyAt(at);
    }

    private char At(int index) => index < text.Length ? text[index] : '\0';

    /// <summary>A number, a word of JSON, Python or JavaScript, a call, or a text whose quotes are missing.</summary>
    private JsonNode? Bare(Place place)
    {
        var begin = _at;
        while (!AtEnd && !(Now is ',' or '}' or ']' or '\n' or '{' or '[' or ';'))
        {
            if (Now == ')' && _open.Contains('('))
                break;
            if (Now == '/' && Peek(1) is '/' or '*' && (_at == begin || Peek(-1) is not ':'))
                break;
            if (Now == '#' && Peek(1) == ' ' && Peek(-1) is ' ' or '\t')
                break;
            if (Now == '"' && place != Place.Top && (Peek(-1) == ' ' || char.IsAsciiDigit(Peek(-1))) && IsKeyAt(_at))
                break;
            if (Now == '(' && IsWord(text.AsSpan(begin, _at - begin)))
                return Call(place);
            _at++;
        }

        var word = text[begin.._at].Trim();
        if (word.EndsWith('"') && place == Place.Item)
            word = word[..^1];
        return Word(word, AtEnd && _open.Count > 0);
    }

    private JsonNode? Call(Place place)
    {
        _at++;
        _open.Push('(');
        var inner = Value(place == Place.Top ? Place.Top : Place.Item);
        _open.Pop();
        SkipBlank();
        if (!AtEnd && Now == ')')
            _at++;
        return inner;
    }

    private static JsonNode? Word(string word, bool cutOff)
    {
        switch (word)
        {
            case "true" or "True" or "TRUE":
                return JsonValue.Create(true);
            case "false" or "False" or "FALSE":
                return JsonValue.Create(false);
            case "null" or "None" or "Null" or "NULL" or "undefined" or "":
                return null;
        }

        if (Number(word) is { } number)
            return number;
        if (!cutOff || word.Length > 5)
            return JsonValue.Create(word);
        if ("true".StartsWith(word, StringComparison.Ordinal))
            return JsonValue.Create(true);
        if ("false".StartsWith(word, StringComparison.Ordinal))
            return JsonValue.Create(false);
        return "null".StartsWith(word, StringComparison.Ordinal) ? null : JsonValue.Create(word);
    }

    private static JsonNode? Number(string word)
    {
        var body = word.AsSpan().TrimStart('+');
        var negative = body.StartsWith("-");
        body = negative ? body[1..] : body;
        if (body.Length is 0 or > 400 || body.IndexOfAnyExcept("0123456789.eE+-") >= 0 || body.IndexOfAnyInRange('0', '9') < 0)
            return null;
        var e = body.IndexOfAny('e', 'E');
        var mantissa = e < 0 ? body : body[..e];
        var exponent = e < 0 ? "" : body[(e + 1)..];
        if (mantissa.Count('.') > 1 || mantissa.IndexOfAny('+', '-') >= 0 || mantissa.IndexOfAnyInRange('0', '9') < 0)
            return null;

        // A leading zero marks a code or a version, not a quantity.
        if (mantissa.Length > 1 && mantissa[0] == '0' && mantissa[1] != '.')
            return null;
        var digits = exponent.TrimStart("+-");
        if (exponent.Length - digits.Length > 1 || digits.IndexOfAnyExceptInRange('0', '9') >= 0)
            return null;
        var text = (negative ? "-" : "") + (mantissa[0] == '.' ? "0" : "") + mantissa.ToString() + (mantissa[^1] == '.' ? "0" : "")
            + (digits.Length > 0 ? $"e{exponent}" : "");
        return JsonNode.Parse(text);
    }

    private static bool IsWord(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !(char.IsLetter(text[0]) || text[0] is '_' or '$'))
            return false;
        foreach (var letter in text)
        {
            if (!(char.IsLetterOrDigit(letter) || letter is '_' or '$' or '.'))
                return false;
        }

        return true;
    }

    /// <summary>Passes over blanks, comments and ellipses, and over commas where they may be; returns how many of those.</summary>
    private int SkipBlank(bool commas = false)
    {
        var count = 0;
        while (!AtEnd)
        {
            if (char.IsWhiteSpace(Now) || Now is '\uFEFF' or '\u200B' || (Now == '\\' && Peek(1) is 'n' or 't' or '\n'))
            {
                _at += Now == '\\' ? 2 : 1;
            }
            else if (commas && Now is (',' or ';'))
            {
                count += commas ? 1 : 0;
                _at++;
            }
            else if (Now == '/' && Peek(1) == '/' || Now == '#')
            {
                var end = text.IndexOf('\n', _at);
                _at = end < 0 ? text.Length : end;
            }
            else if (Now == '/' && Peek(1) == '*')
            {
                var end = text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
                _at = end < 0 ? text.Length : end + 2;
            }
            else if (Now == '.' && Peek(1) == '.' && Peek(2) == '.')
            {
                _at += 3;
            }
            else if (Now == '…')
            {
                _at++;
            }
            else
            {
                break;
            }
        }

        return count;
    }

    private int Skip(int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        return at;
    }
}
