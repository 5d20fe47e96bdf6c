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
    private readonly Surroundings _around = new(text);
    private int _at = start;
    private bool _tooDeep;

    private bool IsInList => _open.Contains('[') || _open.Contains('(');

    private bool AtEnd => _at >= text.Length;

    private char Now => text[_at];

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
            if (more is null && value is JsonObject early && Surroundings.IsQuote(Now) && _around.IsKeyAt(_at))
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
            case var letter when Surroundings.IsQuote(letter):
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
            var key = Surroundings.IsQuote(Now) ? Texts(Place.Key) : Name();
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
            if (Surroundings.IsQuote(Now) && _around.IsKeyAt(_at))
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
            if (Surroundings.IsQuote(Now) && _at > begin)
                break;
            _at++;
        }

        var name = text[begin.._at].Trim();
        if (!AtEnd && Surroundings.IsQuote(Now))
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
            if (AtEnd || !Surroundings.IsQuote(Now))
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

            if (Surroundings.Closes(quote, letter) && _around.Ends(_at, place, quote))
            {
                _at++;
                return result.ToString();
            }

            if (letter == '\n' && place != Place.Top && _around.LineBeginsKey(_at + 1))
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
            if (Now == '"' && place != Place.Top && (Peek(-1) == ' ' || char.IsAsciiDigit(Peek(-1))) && _around.IsKeyAt(_at))
                break;
            if (Now == '(' && BareWord.IsName(text.AsSpan(begin, _at - begin)))
                return Call(place);
            _at++;
        }

        var word = text[begin.._at].Trim();
        if (word.EndsWith('"') && place == Place.Item)
            word = word[..^1];
        return BareWord.Read(word, AtEnd && _open.Count > 0);
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
}
