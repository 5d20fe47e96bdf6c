using System.Text.Json;

namespace Tako.Models.Wire;

/// <summary>An object inside a request: gives its members by kind, and a fault that names the field where one has another
/// kind.</summary>
internal readonly struct AskNode(AskReading reading, JsonElement element, string path)
{
    public JsonElement Element => element;

    public string Path => path;

    public AskReading Reading => reading;

    public string At(string name) => path.Length == 0 ? name : $"{path}.{name}";

    public bool Has(string name) => element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>The member whatever it is, or an undefined element for none and for null.</summary>
    public JsonElement Any(string name) => Has(name) ? element.GetProperty(name) : default;

    public void Fault(string name, string message) => reading.Fault(At(name), message);

    public void Lose(string name) => reading.Lose(At(name), Any(name));

    public string? Text(string name)
    {
        if (!Has(name))
            return null;
        if (Any(name).ValueKind == JsonValueKind.String)
            return Any(name).GetString();
        Fault(name, "must be a string");
        return null;
    }

    /// <summary>A text that must be there; a fault and nothing otherwise.</summary>
    public string Needs(string name)
    {
        if (!Has(name))
            Fault(name, "is missing");
        return Text(name) ?? "";
    }

    public bool? Flag(string name)
    {
        if (!Has(name))
            return null;
        if (Any(name).ValueKind is JsonValueKind.True or JsonValueKind.False)
            return Any(name).GetBoolean();
        Fault(name, "must be true or false");
        return null;
    }

    public int? Whole(string name, int least = 0)
    {
        if (!Has(name))
            return null;
        if (Any(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) && number >= least)
            return (int)Math.Min(number, int.MaxValue);
        Fault(name, $"must be a whole number, {least} or more");
        return null;
    }

    public long? Number(string name)
    {
        if (!Has(name))
            return null;
        if (Any(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number))
            return number;
        Fault(name, "must be a whole number");
        return null;
    }

    public float? Share(string name, float least, float most)
    {
        if (!Has(name))
            return null;
        if (Any(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetSingle(out var number)
            && number >= least && number <= most)
            return number;
        Fault(name, $"must be a number between {least} and {most}");
        return null;
    }

    public AskNode? Object(string name)
    {
        if (!Has(name))
            return null;
        if (Any(name).ValueKind == JsonValueKind.Object)
            return new AskNode(reading, Any(name), At(name));
        Fault(name, "must be an object");
        return null;
    }

    /// <summary>The objects of a list; what is no object is a fault.</summary>
    public IEnumerable<AskNode> Objects(string name)
    {
        if (!Has(name))
            yield break;
        var list = Any(name);
        if (list.ValueKind != JsonValueKind.Array)
        {
            Fault(name, "must be a list");
            yield break;
        }

        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var at = $"{At(name)}[{index++}]";
            if (item.ValueKind == JsonValueKind.Object)
                yield return new AskNode(reading, item, at);
            else
                reading.Fault(at, "must be an object");
        }
    }

    /// <summary>One text or a list of texts.</summary>
    public List<string>? Texts(string name)
    {
        if (!Has(name))
            return null;
        var value = Any(name);
        if (value.ValueKind == JsonValueKind.String)
            return [value.GetString()!];
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
            return [.. value.EnumerateArray().Select(item => item.GetString()!)];
        Fault(name, "must be a string or a list of strings");
        return null;
    }

    /// <summary>Notes every member that is not among these.</summary>
    public void LoseOthers(params ReadOnlySpan<string> understood)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (!understood.Contains(member.Name))
                reading.Lose(At(member.Name), member.Value);
        }
    }
}
