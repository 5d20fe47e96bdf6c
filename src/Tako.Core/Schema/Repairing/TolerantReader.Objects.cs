using System.Text.Json.Nodes;

namespace Tako.Core.Schema.Repairing;

/// <content>Objects: keys and their values.</content>
internal sealed partial class TolerantReader
{
    private void Members(JsonObject into, bool closes)
    {
        string? last = null;
        while (true)
        {
            var parted = _here.SkipBlank(commas: true) > 0 || last is null;
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
            if (_here.Now == '[')
            {
                Keyless(into, last);
                continue;
            }

            var begin = _here.At;
            var bare = !Surroundings.IsQuote(_here.Now);
            var key = Surroundings.IsQuote(_here.Now) ? _quoted.Read(Place.Key) : Name();
            _here.SkipBlank();
            if (_here.AtEnd)
            {
                // The value was cut off, and the key may have been.
                _here.Guessed = true;
                if (key.Length > 0)
                    into[key] = null;
                return;
            }

            if (_here.Now is ':' or '=')
            {
                _here.At++;
                while (!_here.AtEnd && _here.Now is '>' or '=' or ':')
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
                Valueless(into, key, bare, parted);
            }
            else if (key.Length > 0 && _here.Now is not (']' or ')'))
            {
                _here.Guessed = true;
                into[key] = Value(Place.Value);
            }

            last = key;
            if (_here.At == begin)
                _here.At++;
        }
    }

    /// <summary>A key without a colon: a remark behind a value, a key and its value in one, or a key whose value is missing.</summary>
    private void Valueless(JsonObject into, string key, bool bare, bool parted)
    {
        if (bare && !parted)
            return;
        var blank = bare ? key.IndexOf(' ') : -1;
        if (!bare && _here.Now == ',' && _around.CommaInText(_here.At, number: false))
        {
            // A comma stands where the colon was meant.
            _here.At++;
            into[key] = Value(Place.Value);
        }
        else if (blank > 0)
        {
            into[key[..blank]] = BareWord.Read(key[blank..].Trim(), cutOff: false);
        }
        else
        {
            into[key] = null;
        }
    }

    /// <summary>A list where a key should stand belongs to the list before it; without one, its texts are keys.</summary>
    private void Keyless(JsonObject into, string? last)
    {
        _here.Guessed = true;
        if (Value(Place.Value) is not JsonArray list)
            return;
        var before = last is not null && into.TryGetPropertyValue(last, out var value) ? value as JsonArray : null;
        foreach (var item in list.ToList())
        {
            list.Remove(item);
            if (before is not null)
                before.Add(item);
            else if (item?.GetValueKind() == System.Text.Json.JsonValueKind.String)
                into[item.GetValue<string>()] = "";
        }
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
}
