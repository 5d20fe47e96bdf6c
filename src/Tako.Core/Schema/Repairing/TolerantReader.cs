using System.Text.Json.Nodes;

namespace Tako.Core.Schema.Repairing;

/// <summary>
/// Reads JSON the way its writer meant it. Never fails on what it meets: it skips, closes or completes, and gives up only
/// when the text is nested too deep or there is nothing to read.
/// </summary>
internal sealed class TolerantReader
{
    private const int MostDepth = 60;
    private readonly string _text;
    private readonly Cursor _here;
    private readonly Surroundings _around;
    private readonly QuotedText _quoted;
    private bool _tooDeep;

    public TolerantReader(string text, int start)
    {
        _text = text;
        _here = new Cursor(text, start);
        _around = new Surroundings(text);
        _quoted = new QuotedText(text, _here, _around);
    }

    private bool IsInList => _here.Open.Contains('[') || _here.Open.Contains('(');

    /// <summary>Whether something was read that could have been meant otherwise.</summary>
    public bool Guessed => _here.Guessed;

    public (JsonNode? Value, bool Found) Document()
    {
        _here.SkipBlank();
        if (_here.AtEnd)
            return (null, false);
        var value = Value(Place.Top);

        // Several values one after the other were meant as a list, or continue an object that was closed too early.
        List<JsonNode?>? more = null;
        while (!_tooDeep && _here.NextDocument())
        {
            if (more is null && value is JsonObject early && Surroundings.IsQuote(_here.Now)
                && _around.IsKeyAt(_here.At))
            {
                Members(early, closes: true);
                continue;
            }

            _here.Guessed = true;
            if (_here.Now is not ('{' or '['))
                break;
            var next = Value(Place.Top);
            if (next is JsonObject { Count: 0 } or JsonArray { Count: 0 })
                continue;
            more ??= [value];
            more.Add(next);
        }

        return _tooDeep ? (null, false) : (more is null ? value : new JsonArray([.. more]), true);
    }

    private JsonNode? Value(Place place)
    {
        _here.SkipBlank();
        if (_here.AtEnd)
            return null;
        if (_here.Open.Count > MostDepth)
        {
            _tooDeep = true;
            _here.At = _text.Length;
            return null;
        }

        switch (_here.Now)
        {
            case '{':
                _here.At++;
                _here.Open.Push('{');
                var members = new JsonObject();
                Members(members, closes: true);
                _here.Open.Pop();
                return members;
            case '[' or '(':
                return Items();
            case var letter when Surroundings.IsQuote(letter):
                return JsonValue.Create(_quoted.Read(place));
            default:
                return Bare(place);
        }
    }

    private void Members(JsonObject into, bool closes)
    {
        while (true)
        {
            _here.SkipBlank(commas: true);
            if (_here.AtEnd || _tooDeep)
            {
                _here.Guessed = true;
                return;
            }

            if (_here.Now == '}')
            {
                _here.At += closes ? 1 : 0;
                return;
            }

            if (_here.Now is ']' or ')')
            {
                _here.Guessed = true;
                if (IsInList)
                    return;
                _here.At++;
                continue;
            }

            if (_here.Now == '{' && IsInList)
                return;
            var begin = _here.At;
            var key = Surroundings.IsQuote(_here.Now) ? _quoted.Read(Place.Key) : Name();
            _here.SkipBlank();
            if (_here.AtEnd)
            {
                // A key that was cut off says nothing; a whole one lost its value.
                _here.Guessed = true;
                if (key.Length > 0 && Surroundings.IsQuote(_text.AsSpan().TrimEnd()[^1]))
                    into[key] = null;
                return;
            }

            if (_here.Now is ':' or '=')
            {
                _here.At++;
                if (!_here.AtEnd && _here.Now is '>' or '=')
                    _here.At++;
                _here.SkipBlank();
                if (_here.AtEnd)
                {
                    into[key] = null;
                    return;
                }

                into[key] = _here.Now is ',' or '}' or ']' ? null : Value(Place.Value);
            }
            else if (key.Length > 0 && _here.Now is ',' or '}')
            {
                _here.Guessed = true;
                into[key] = null;
            }
            else if (key.Length > 0 && _here.Now is not (']' or ')'))
            {
                _here.Guessed = true;
                into[key] = Value(Place.Value);
            }

            if (_here.At == begin)
                _here.At++;
        }
    }

    private JsonNode? Items()
    {
        var tuple = _here.Now == '(';
        var close = tuple ? ')' : ']';
        _here.At++;
        _here.Open.Push(tuple ? '(' : '[');
        var items = new JsonArray();
        var commas = 0;
        while (true)
        {
            commas += _here.SkipBlank(commas: true);
            if (_here.AtEnd || _tooDeep)
            {
                _here.Guessed = true;
                break;
            }

            if (_here.Now == close)
            {
                _here.At++;
                break;
            }

            if (_here.Now is '}' or ']' or ')')
            {
                _here.Guessed = true;
                var mine = _here.Open.Pop();
                var further = _here.Now == '}' && _here.Open.Contains('{');
                _here.Open.Push(mine);
                if (further)
                    break;
                _here.At++;
                if (_here.At < _text.Length && _text.AsSpan(_here.At).TrimStart().StartsWith(close.ToString()))
                    continue;
                if (_here.Peek(-1) is ']' or ')')
                    break;
                continue;
            }

            var begin = _here.At;
            if (Surroundings.IsQuote(_here.Now) && _around.IsKeyAt(_here.At))
            {
                var members = new JsonObject();
                _here.Open.Push('{');
                Members(members, closes: true);
                _here.Open.Pop();
                items.Add(members);
            }
            else
            {
                items.Add(Value(Place.Item));
            }

            if (_here.At == begin)
                _here.At++;
        }

        _here.Open.Pop();
        if (!tuple || items.Count != 1 || commas > 0)
            return items;
        var only = items[0];
        items.RemoveAt(0);
        return only;
    }

    private string Name()
    {
        var begin = _here.At;
        while (!_here.AtEnd && !(_here.Now is ':' or ',' or '{' or '}' or '[' or ']' or '\n' or '=')
            && !(_here.Now == '/' && _here.Peek(1) is '/' or '*'))
        {
            // A quote that was opened too late still ends the key.
            if (Surroundings.IsQuote(_here.Now) && _here.At > begin)
                break;
            _here.At++;
        }

        var name = _text[begin.._here.At].Trim();
        if (!_here.AtEnd && Surroundings.IsQuote(_here.Now))
        {
            // Either b": or a word before a quoted key: WORD "b":
            if (_text.AsSpan(_here.At + 1).TrimStart().StartsWith(":"))
                _here.At++;
            else if (name.Length == 0 || _around.IsKeyAt(_here.At))
                return _quoted.Read(Place.Key);
        }

        return name;
    }

    /// <summary>A number, a word of JSON, Python or JavaScript, a call, or a text whose quotes are missing.</summary>
    private JsonNode? Bare(Place place)
    {
        var begin = _here.At;
        while (!_here.AtEnd && (PassesBraces(begin, place) || !(_here.Now is ',' or '}' or ']' or '\n' or '{' or '[' or ';')))
        {
            if (_here.AtEnd)
                break;
            if (_here.Now == ')' && _here.Open.Contains('('))
                break;
            if (_here.Now == '/' && _here.Peek(1) is '/' or '*' && (_here.At == begin || _here.Peek(-1) is not ':'))
                break;
            if (_here.Now == '#' && _here.Peek(1) == ' ' && _here.Peek(-1) is ' ' or '\t')
                break;
            if (_here.Now == '"' && place != Place.Top && (_here.Peek(-1) == ' ' || char.IsAsciiDigit(_here.Peek(-1)))
                && _around.IsKeyAt(_here.At))
                break;
            if (_here.Now == '(' && BareWord.IsName(_text.AsSpan(begin, _here.At - begin)))
                return Call(place);
            _here.At++;
        }

        var word = _text[begin.._here.At].Trim();
        if (word.EndsWith('"') && place is Place.Item or Place.Value && word.AsSpan(0, word.Length - 1).IndexOf('"') < 0)
            word = word[..^1];
        var read = BareWord.Read(word, _here.AtEnd && _here.Open.Count > 0);
        _here.Guessed |= _here.AtEnd || read?.GetValueKind() == System.Text.Json.JsonValueKind.String;
        return read;
    }

    private bool PassesBraces(int begin, Place place)
    {
        var length = place == Place.Value && _here.Now == '{' ? _around.BracesInText(_here.At, begin) : 0;
        _here.At += length;
        return length > 0 && !_here.AtEnd && _here.Now is not (',' or '}' or ']' or '\n');
    }

    private JsonNode? Call(Place place)
    {
        _here.At++;
        _here.Open.Push('(');
        var inner = Value(place == Place.Top ? Place.Top : Place.Item);
        _here.Open.Pop();
        _here.SkipBlank();
        if (!_here.AtEnd && _here.Now == ')')
            _here.At++;
        return inner;
    }
}
