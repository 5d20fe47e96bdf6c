using System.Text.Json;
using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Core.Schema;

namespace Tako.Models.Config;

/// <summary>A mapping in a person's file: reads its values, and collects every fault with its line instead of stopping
/// at the first.</summary>
internal sealed class SourceNode(SourceDocument document, JsonElement element, string pointer, List<Fault> faults)
{
    public void Fault(string? key, string message) =>
        faults.Add(document.Fault(key is null ? pointer : Under(key), message));

    /// <summary>Keys that are not among these are faults.</summary>
    public void Allow(params ReadOnlySpan<string> known)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (known.Contains(member.Name))
                continue;
            var hint = NearestName.Of(member.Name, known.ToArray()) is { } near ? $"; did you mean '{near}'?"
                : $"; known are {string.Join(", ", known!)}";
            Fault(member.Name, $"is not known here{hint}");
        }
    }

    public bool Has(string key) => element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null;

    public string? Text(string key)
    {
        if (!Has(key))
            return null;
        var value = element.GetProperty(key);
        // Plain YAML words such as 7 or true are texts where a text is wanted.
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return value.GetString();
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                return value.GetRawText();
            default:
                Fault(key, "must be a text");
                return null;
        }
    }

    public string? Required(string key)
    {
        if (Text(key) is { Length: > 0 } text)
            return text;
        if (!Has(key) || element.GetProperty(key).ValueKind == JsonValueKind.String)
            Fault(null, $"needs '{key}'");
        return null;
    }

    public decimal? Price(string key)
    {
        if (!Has(key))
            return null;
        if (element.GetProperty(key) is { ValueKind: JsonValueKind.Number } value
            && value.TryGetDecimal(out var price) && price >= 0)
            return price;
        Fault(key, "must be US dollars per million tokens, 0 or more");
        return null;
    }

    public long? Count(string key)
    {
        if (!Has(key))
            return null;
        if (element.GetProperty(key) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var count)
            && count >= 0)
            return count;
        Fault(key, "must be a whole number, 0 or more");
        return null;
    }

    public int? Limit(string key)
    {
        var count = Count(key);
        if (count is null or (> 0 and <= int.MaxValue))
            return (int?)count;
        Fault(key, "must be a whole number of tokens above 0");
        return null;
    }

    public bool? Flag(string key)
    {
        if (!Has(key))
            return null;
        if (element.GetProperty(key).ValueKind is JsonValueKind.True or JsonValueKind.False)
            return element.GetProperty(key).GetBoolean();
        Fault(key, "must be true or false");
        return null;
    }

    /// <summary>A span such as <c>500ms</c> or <c>1h30m</c>.</summary>
    public TimeSpan? Time(string key)
    {
        if (!Has(key))
            return null;
        var parsed = element.GetProperty(key) is { ValueKind: JsonValueKind.String } value ? DurationText.Parse(value.GetString()!) : null;
        if (parsed is Parsed<TimeSpan>.Ok ok)
            return ok.Value;
        Fault(key, parsed is Parsed<TimeSpan>.Faulty { Faults: [var fault, ..] } ? fault.Message
            : "must be a span of time such as 500ms, 30s or 1h30m");
        return null;
    }

    /// <summary>Tokens, as a number or a text such as <c>8k</c>.</summary>
    public long? Tokens(string key)
    {
        if (!Has(key))
            return null;
        var value = element.GetProperty(key);
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count) && count > 0)
            return count;
        if (value.ValueKind == JsonValueKind.String
            && TokenText.Parse(value.GetString()!) is Parsed<long>.Ok { Value: > 0 and var written })
            return written;
        Fault(key, "must be a number of tokens above 0, such as 8000 or 8k");
        return null;
    }

    /// <summary>A number from 0 to 1.</summary>
    public double? Share(string key)
    {
        if (!Has(key))
            return null;
        if (element.GetProperty(key) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var share)
            && share is >= 0 and <= 1)
            return share;
        Fault(key, "must be a share from 0 to 1");
        return null;
    }

    /// <summary>A whole number between two.</summary>
    public int? Number(string key, int least, int most)
    {
        if (!Has(key))
            return null;
        if (element.GetProperty(key) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number)
            && number >= least && number <= most)
            return number;
        Fault(key, $"must be a whole number from {least} to {most}");
        return null;
    }

    /// <summary>One of these words.</summary>
    public string? Word(string key, params ReadOnlySpan<string> known)
    {
        if (Text(key) is not { } word || known.Contains(word))
            return Text(key);
        var hint = NearestName.Of(word, known.ToArray()) is { } near ? $"; did you mean '{near}'?" : "";
        Fault(key, $"is '{word}'; known are {string.Join(", ", known!)}{hint}");
        return null;
    }

    /// <summary>The entries of a list, each a text alone or a mapping.</summary>
    public IEnumerable<(string? Text, SourceNode? Node, int Index)> Entries(string key)
    {
        if (!Has(key))
            yield break;
        if (element.GetProperty(key) is not { ValueKind: JsonValueKind.Array } list)
        {
            Fault(key, "must be a list");
            yield break;
        }

        for (var index = 0; index < list.GetArrayLength(); index++)
        {
            var item = list[index];
            var at = $"{Under(key)}/{index}";
            if (item.ValueKind == JsonValueKind.String)
                yield return (item.GetString(), null, index);
            else if (item.ValueKind == JsonValueKind.Object)
                yield return (null, new SourceNode(document, item, at, faults), index);
            else
                faults.Add(document.Fault(at, "must be a name or a mapping"));
        }
    }

    /// <summary>A fault of one entry of a list.</summary>
    public void FaultAt(string key, int index, string message) => faults.Add(document.Fault($"{Under(key)}/{index}", message));

    /// <summary>One text, or a list of texts.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        if (!Has(key))
            return [];
        var value = element.GetProperty(key);
        if (value.ValueKind == JsonValueKind.String)
            return [value.GetString()!];
        if (value.ValueKind == JsonValueKind.Array
            && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
            return [.. value.EnumerateArray().Select(item => item.GetString()!)];
        Fault(key, "must be a text or a list of texts");
        return [];
    }

    public SourceNode? Object(string key)
    {
        if (!Has(key))
            return null;
        if (element.GetProperty(key) is { ValueKind: JsonValueKind.Object } value)
            return new SourceNode(document, value, Under(key), faults);
        Fault(key, "must be a mapping");
        return null;
    }

    /// <summary>Every member that is a mapping, by name; other members are faults.</summary>
    public IEnumerable<(string Name, SourceNode Node)> Objects()
    {
        foreach (var member in element.EnumerateObject())
        {
            if (Object(member.Name) is { } node)
                yield return (member.Name, node);
            else if (!Has(member.Name))
                Fault(member.Name, "must be a mapping");
        }
    }

    public IEnumerable<SourceNode> Items(string key)
    {
        if (!Has(key))
            yield break;
        if (element.GetProperty(key) is not { ValueKind: JsonValueKind.Array } list)
        {
            Fault(key, "must be a list");
            yield break;
        }

        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var at = $"{Under(key)}/{index++}";
            if (item.ValueKind == JsonValueKind.Object)
                yield return new SourceNode(document, item, at, faults);
            else
                faults.Add(document.Fault(at, "must be a mapping"));
        }
    }

    public IEnumerable<string> Keys => element.EnumerateObject().Select(member => member.Name);

    public JsonElement? Raw(string key) => Has(key) ? element.GetProperty(key) : null;

    private string Under(string key) => $"{pointer}/{SourceDocument.Escape(key)}";
}
