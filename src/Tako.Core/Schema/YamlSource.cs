using System.Globalization;
using System.Text.Json.Nodes;
using Tako.Core.Faults;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Tako.Core.Schema;

/// <summary>Reads YAML event by event, so that deep or hostile texts cost no stack, and remembers the line of each value.</summary>
internal sealed class YamlSource(string text, int maxDepth)
{
    private readonly SourceValues _values = new();
    private readonly Parser _parser = new(new StringReader(text));
    private bool _stopped;

    public Dictionary<string, int> Lines => _values.Lines;

    public IReadOnlyList<Fault> Faults => _values.Faults;

    /// <summary>Whether the text as a whole was no YAML.</summary>
    public bool Broken { get; private set; }

    public JsonNode? Read()
    {
        try
        {
            _parser.MoveNext();
            _parser.MoveNext();
            if (_parser.Current is not DocumentStart)
            {
                _values.Fault("", 1, "is empty");
                return null;
            }

            _parser.MoveNext();
            var root = Value("", 0);
            if (_stopped)
                return root;
            _parser.MoveNext();
            if (_parser.MoveNext() && _parser.Current is DocumentStart second)
                _values.Fault("", (int)second.Start.Line, "begins a second document; write exactly one");
            return root;
        }
        catch (YamlException wrong)
        {
            Broken = true;
            _values.Fault("", (int)wrong.Start.Line, $"is neither YAML nor JSON: {wrong.Message}");
            return null;
        }
        catch (Exception wrong) when (wrong is ArgumentException or InvalidOperationException or FormatException or OverflowException
            or IndexOutOfRangeException)
        {
            // The scanner lets some of its own mistakes escape on odd input.
            Broken = true;
            _values.Fault("", (int)(_parser.Current?.Start.Line ?? 1), "is neither YAML nor JSON from about here on");
            return null;
        }
    }

    /// <summary>Reads the value at which the parser stands, up to its last event.</summary>
    private JsonNode? Value(string pointer, int depth)
    {
        var at = _parser.Current!;
        var line = (int)at.Start.Line;
        if (at is NodeEvent node)
        {
            if (!node.Anchor.IsEmpty)
                _values.Fault(pointer, line, "carries an anchor; write the value out where it is needed");
            if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)
                _values.Fault(pointer, line, "carries a tag; write a plain value");
        }

        if (!_values.Note(pointer, line) || depth > maxDepth)
        {
            if (depth > maxDepth)
                _values.Fault(pointer, line, $"is nested deeper than {maxDepth} levels");
            // Reading on would only cost time: the scanner slows down with depth.
            _stopped = true;
            return null;
        }

        switch (at)
        {
            case MappingStart:
                return Mapping(pointer, depth);
            case SequenceStart:
                var items = new JsonArray();
                while (!_stopped && _parser.MoveNext() && _parser.Current is not SequenceEnd)
                    items.Add(Value($"{pointer}/{items.Count}", depth + 1));
                return items;
            case Scalar scalar:
                return Plain(scalar, pointer, line);
            default:
                _values.Fault(pointer, line, "is an alias; write the value out");
                return null;
        }
    }

    private JsonObject Mapping(string pointer, int depth)
    {
        var result = new JsonObject();
        while (!_stopped && _parser.MoveNext() && _parser.Current is not MappingEnd)
        {
            var line = (int)_parser.Current!.Start.Line;
            var key = (_parser.Current as Scalar)?.Value;
            if (key is null)
            {
                _values.Fault(pointer, line, "has a key that is not a plain text");
                Skip();
            }

            _parser.MoveNext();
            var value = Value($"{pointer}/{SourceDocument.Escape(key ?? "")}", depth + 1);
            if (key is not null)
                _values.Put(result, pointer, key, value, line);
        }

        return result;
    }

    private void Skip()
    {
        var open = 0;
        do
        {
            open += _parser.Current?.NestingIncrease ?? 0;
        }
        while (open > 0 && _parser.MoveNext());
    }

    private JsonValue? Plain(Scalar scalar, string pointer, int line)
    {
        var value = scalar.Value;
        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any))
            return JsonValue.Create(value);
        switch (value)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "true" or "True" or "TRUE":
                return JsonValue.Create(true);
            case "false" or "False" or "FALSE":
                return JsonValue.Create(false);
            case ".inf" or ".Inf" or ".INF" or "+.inf" or "-.inf" or "+.Inf" or "-.Inf" or "+.INF" or "-.INF" or ".nan" or ".NaN" or ".NAN":
                _values.Fault(pointer, line, "is not a finite number");
                return null;
        }

        if (value.StartsWith("0x", StringComparison.Ordinal)
            && long.TryParse(value.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex))
            return JsonValue.Create(hex);
        const NumberStyles Integer = NumberStyles.AllowLeadingSign;
        const NumberStyles Real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (long.TryParse(value, Integer, CultureInfo.InvariantCulture, out var whole))
            return JsonValue.Create(whole);
        if (decimal.TryParse(value, Real, CultureInfo.InvariantCulture, out var real))
            return JsonValue.Create(real);
        return double.TryParse(value, Real, CultureInfo.InvariantCulture, out var large) && double.IsFinite(large)
            && char.IsAsciiDigit(value[^1]) ? JsonValue.Create(large) : JsonValue.Create(value);
    }
}
