using System.Text.Json;
using Tako.Core.Faults;
using Tako.Core.Schema;
using Tako.Core.Schema.Validation;

namespace Tako.Core.Contracts;

/// <summary>One object of a source text, read key by key; whatever is wrong is added to one list and reading goes on.</summary>
internal sealed class SourceObject
{
    private const int MostItems = 256;
    private const int MostText = 32 * 1024;
    private readonly SourceDocument _document;
    private readonly JsonElement _value;
    private readonly List<Fault> _faults;

    public SourceObject(SourceDocument document, JsonElement value, string pointer, List<Fault> faults, params string[] known)
    {
        (_document, _value, _faults, Pointer) = (document, value, faults, pointer);
        if (value.ValueKind != JsonValueKind.Object)
        {
            Fault("", $"expected an object with {string.Join(", ", known)}, found {Wording.Found(value)}");
            _value = default;
            return;
        }

        foreach (var name in value.EnumerateObject().Select(property => property.Name).Where(name => !known.Contains(name)))
        {
            Fault(name, "is not a known key; " + (NearestName.Of(name, known) is { } near
                ? $"did you mean '{near}'?" : $"known are: {string.Join(", ", known)}"));
        }
    }

    public string Pointer { get; }

    /// <summary>Whether the value is an object at all.</summary>
    public bool Sound => _value.ValueKind == JsonValueKind.Object;

    public bool Has(string key) => Sound && _value.TryGetProperty(key, out _);

    public JsonElement? Get(string key) => Sound && _value.TryGetProperty(key, out var value) ? value : null;

    public void Fault(string key, string message) => FaultAt(key.Length == 0 ? Pointer : At(key), message);

    public void FaultAt(string pointer, string message) => _faults.Add(_document.Fault(pointer, message));

    public string At(string key) => $"{Pointer}/{SourceDocument.Escape(key)}";

    public SourceObject? Object(string key, params string[] known) =>
        Get(key) is { } value ? new SourceObject(_document, value, At(key), _faults, known) : null;

    public SourceObject Nested(JsonElement value, string pointer, params string[] known) => new(_document, value, pointer, _faults, known);

    /// <summary>A text that is not blank; null when it is absent or wrong.</summary>
    public string? Text(string key, bool required = false)
    {
        if (Get(key) is { } value)
            return Text(value, At(key));
        if (required && Sound)
            Fault("", $"'{key}' is missing");
        return null;
    }

    public bool Flag(string key)
    {
        if (Get(key) is not { } value)
            return false;
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            Fault(key, $"expected true or false, found {Wording.Found(value)}");
        return value.ValueKind == JsonValueKind.True;
    }

    public int? Whole(string key, int least, int most)
    {
        if (Get(key) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number == decimal.Truncate(number)
            && number >= least && number <= most)
            return (int)number;
        Fault(key, $"expected a whole number from {least} to {most}, found {Wording.Found(value)}");
        return null;
    }

    /// <summary>A list of texts that differ, each of which <paramref name="fault"/> finds nothing wrong with.</summary>
    public IReadOnlyList<string>? Texts(string key, Func<string, string?> fault)
    {
        if (Items(key, "a list of texts") is not { } items)
            return null;
        var texts = new List<string>();
        foreach (var (value, pointer) in items)
        {
            if (Text(value, pointer) is not { } text)
                continue;
            if (fault(text) is { } wrong)
                FaultAt(pointer, wrong);
            else if (texts.Contains(text))
                FaultAt(pointer, $"'{DurationText.Short(text)}' is in the list twice");
            else
                texts.Add(text);
        }

        return texts;
    }

    /// <summary>The items of a list with their pointers; null when it is absent or no list.</summary>
    public IReadOnlyList<(JsonElement Value, string Pointer)>? Items(string key, string expected)
    {
        if (Get(key) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Array)
        {
            Fault(key, $"expected {expected}, found {Wording.Found(value)}");
            return null;
        }

        if (value.GetArrayLength() > MostItems)
            Fault(key, $"has {value.GetArrayLength()} items; at most {MostItems} are allowed");
        return [.. value.EnumerateArray().Take(MostItems).Select((item, index) => (item, $"{At(key)}/{index}"))];
    }

    /// <summary>A command: one line that is split, or a list of program and arguments.</summary>
    public IReadOnlyList<string>? Command(JsonElement value, string pointer)
    {
        if (value.ValueKind == JsonValueKind.String)
            return Parsed(CommandText.Split(value.GetString()!), pointer, out var words) ? words : null;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is 0 or > MostItems
            || value.EnumerateArray().Any(word => word.ValueKind != JsonValueKind.String))
        {
            FaultAt(pointer, $"expected a command as one text or as a list of texts, found {Wording.Found(value)}");
            return null;
        }

        if (string.IsNullOrWhiteSpace(value[0].GetString()) || value.EnumerateArray().Any(word => word.GetString()!.Contains('\0')))
            FaultAt(pointer, "names no program to run, or contains a null character");
        return [.. value.EnumerateArray().Select(word => word.GetString()!)];
    }

    public bool Parsed<T>(Parsed<T> parsed, string pointer, out T? value)
    {
        value = parsed is Parsed<T>.Ok ok ? ok.Value : default;
        if (parsed is Parsed<T>.Faulty wrong)
        {
            foreach (var fault in wrong.Faults)
                FaultAt(pointer + (fault.Path == "/" ? "" : fault.Path), fault.Message);
        }

        return parsed is Parsed<T>.Ok;
    }

    private string? Text(JsonElement value, string pointer)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            FaultAt(pointer, $"expected a text, found {Wording.Found(value)}"
                + (value.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? "" : "; put it in quotes if it is meant as text"));
            return null;
        }

        var text = value.GetString()!;
        if (text.Length is > 0 and <= MostText && !string.IsNullOrWhiteSpace(text))
            return text;
        FaultAt(pointer, text.Length > MostText ? $"is longer than {MostText} characters" : "is empty");
        return null;
    }
}
