using System.Text.Json.Nodes;

namespace Tako.Core.Schema.Repairing;

/// <summary>
/// Reads JSON the way its writer meant it. Never fails on what it meets: it skips, closes or completes, and gives up only
/// when the text is nested too deep or there is nothing to read.
/// </summary>
internal sealed partial class TolerantReader
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

    /// <summary>How many letters were passed or looked at: the work that reading took.</summary>
    public long Steps => _here.Steps + _around.Steps;

    public (JsonNode? Value, bool Found) Document()
    {
        _here.SkipBlank();
        if (_here.AtEnd)
            return (null, false);
        var value = Value(Place.Top);

        // Several values one after the other were meant as a list, or continue an object that was closed too early.
        List<JsonNode?>? more = null;
        while (!_tooDeep && _here.NextDocument(out var comma, out var line))
        {
            if (more is null && value is JsonObject early && Surroundings.IsQuote(_here.Now)
                && (_around.IsKeyAt(_here.At) || (comma && _around.IsPairAt(_here.At))))
            {
                Members(early, closes: true);
                continue;
            }

            _here.Guessed = true;
            if (_here.Now is not ('{' or '[') && (value is JsonObject or JsonArray || !(comma || line)))
                break;
            var begin = _here.At;
            var next = Value(Place.Top);
            if (!line && next is JsonObject { Count: 0 } or JsonArray { Count: 0 })
                continue;
            if (!line && !comma && next is JsonArray later && more is null && value is JsonArray first && SameShape(first, later))
            {
                value = later;
                continue;
            }

            more ??= [value];
            more.Add(next);
            if (_here.At == begin)
                _here.At++;
        }

        return _tooDeep ? (null, false) : (more is null ? value : new JsonArray([.. more]), true);
    }

    /// <summary>Whether a list says again, in the same words, what the list right before it said: then the later one counts.</summary>
    private static bool SameShape(JsonArray first, JsonArray later) => first.Count == later.Count
        && first.Zip(later).All(static pair => pair is { First: JsonObject a, Second: JsonObject b }
            && a.Select(static member => member.Key).SequenceEqual(b.Select(static member => member.Key)));

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
                if (_around.IsSetAt(_here.At + 1))
                    return Items('}');
                _here.At++;
                _here.Open.Push('{');
                var members = new JsonObject();
                Members(members, closes: true);
                _here.Open.Pop();
                return members;
            case '[':
                return Items(']');
            case '(':
                return Items(')');
            case var letter when Surroundings.IsQuote(letter):
                if (_around.FencedInText(_here.At) is > 0 and var length)
                    return Fenced(length);
                return JsonValue.Create(_quoted.Read(place));
            default:
                return Bare(place);
        }
    }

    /// <summary>A document in a fence in a text whose quotes would end the text: the document was meant.</summary>
    private JsonNode? Fenced(int length)
    {
        _here.Guessed = true;
        _here.At += length;
        var value = Value(Place.Top);
        _here.SkipBlank();
        while (!_here.AtEnd && (_here.Now == '`' || Surroundings.IsQuote(_here.Now)))
            _here.At++;
        return value;
    }
}
