using System.Text.Json.Nodes;

namespace Tako.Core.Schema.Repairing;

/// <content>Lists, and words without quotes.</content>
internal sealed partial class TolerantReader
{
    private JsonNode? Items(char close)
    {
        var tuple = close == ')';
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
                if (_here.Now == '}' && IsInObject)
                    break;
                _here.At++;
                if (_here.At < _text.Length && _text.AsSpan(_here.At).TrimStart().StartsWith(close.ToString()))
                    continue;
                if (_here.Peek(-1) is ']' or ')')
                    break;
                continue;
            }

            var begin = _here.At;
            if (_here.Now == '-' && _here.Peek(1) is ' ' or '\n')
            {
                // A bullet.
                _here.Guessed = true;
                _here.At++;
                continue;
            }

            if (Surroundings.IsQuote(_here.Now) && _around.IsKeyAt(_here.At))
            {
                if (items.Count > 0 && items[^1] is not JsonObject && IsInObject)
                {
                    // The list's bracket was forgotten before the next key.
                    _here.Guessed = true;
                    break;
                }

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

    /// <summary>Whether an object is open outside of the innermost bracket.</summary>
    private bool IsInObject => _here.Open.Skip(1).Contains('{');

    /// <summary>A number, a word of JSON, Python or JavaScript, a call, or a text whose quotes are missing.</summary>
    private JsonNode? Bare(Place place)
    {
        var begin = _here.At;
        if (_here.Now == '/' && _around.PatternLength(begin) is > 0 and var length)
        {
            _here.At += length;
            return JsonValue.Create(_text.Substring(begin, length));
        }

        while (!_here.AtEnd && (PassesBraces(begin, place) || PassesComma(begin, place)
            || !(_here.Now is ',' or '}' or ']' or '\n' or '{' or '[' or ';')))
        {
            if (_here.AtEnd)
                break;
            if (_here.Now == ' ' && EndsAtBlank(begin, place))
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

    private bool PassesComma(int begin, Place place)
    {
        if (place != Place.Value || _here.Now != ',' || _here.Open.Count == 0 || _here.Open.Peek() != '{')
            return false;
        var word = _text.AsSpan(begin, Math.Min(_here.At - begin, 64)).Trim();
        return word.Length > 0 && !BareWord.IsLiteral(word)
            && _around.CommaInText(_here.At, char.IsAsciiDigit(word[^1]) && word.IndexOfAnyExcept("0123456789.,-") < 0);
    }

    /// <summary>Whether a number or a word such as true, which a blank follows, is a value of its own.</summary>
    private bool EndsAtBlank(int begin, Place place)
    {
        var word = _text.AsSpan(begin, Math.Min(_here.At - begin, 64)).Trim();
        return word.Length > 0 && (BareWord.IsLiteral(word) || BareWord.IsNumber(word))
            && (place == Place.Item || (place == Place.Value && _around.IsBareKeyAt(_here.At + 1)));
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
