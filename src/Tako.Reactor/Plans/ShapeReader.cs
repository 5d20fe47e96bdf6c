using System.Globalization;
using System.Text.Json;
using Tako.Core.Faults;
using Tako.Core.Schema;

namespace Tako.Reactor.Plans;

/// <summary>Reads the members of JSON objects and notes each that is not what it should be.</summary>
internal sealed class ShapeReader(Func<string, string, Fault> fault)
{
    private const int MaxFaults = 200;
    private readonly List<Fault> _faults = [];

    public IReadOnlyList<Fault> Faults => _faults;

    public void Wrong(string at, string message)
    {
        if (_faults.Count < MaxFaults)
            _faults.Add(fault(at, message));
    }

    public bool IsObject(JsonElement value, string at, string what)
    {
        if (value.ValueKind == JsonValueKind.Object)
            return true;
        Wrong(at, $"is not {what}");
        return false;
    }

    public void Known(JsonElement value, string at, params ReadOnlySpan<string> names)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (!names.Contains(member.Name))
                Wrong($"{at}/{SourceDocument.Escape(member.Name)}", $"is not known here; known are {string.Join(", ", names!)}");
        }
    }

    public string? Text(JsonElement value, string at, string name)
    {
        if (!value.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null)
            return null;
        switch (member.ValueKind)
        {
            case JsonValueKind.String:
                return member.GetString();
            // A plain YAML scalar such as 1 or true is meant as text where a text is wanted.
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                return member.GetRawText();
            default:
                Wrong($"{at}/{name}", "is not a text");
                return null;
        }
    }

    public IReadOnlyList<string> Texts(JsonElement value, string at, string name)
    {
        if (!value.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null)
            return [];
        if (member.ValueKind == JsonValueKind.String)
            return [member.GetString()!];
        if (member.ValueKind == JsonValueKind.Array && member.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
            return [.. member.EnumerateArray().Select(item => item.GetString()!)];
        Wrong($"{at}/{name}", "is not a list of texts");
        return [];
    }

    public bool Flag(JsonElement value, string at, string name)
    {
        if (!value.TryGetProperty(name, out var member) || member.ValueKind is JsonValueKind.Null or JsonValueKind.False)
            return false;
        if (member.ValueKind != JsonValueKind.True)
            Wrong($"{at}/{name}", "is neither true nor false");
        return true;
    }

    public int? Whole(JsonElement value, string at, string name, int least, int most)
    {
        if (Number(value, at, name, least, most) is not { } number)
            return null;
        if (number == decimal.Truncate(number))
            return (int)number;
        Wrong($"{at}/{name}", $"is {number}; write a whole number");
        return null;
    }

    public decimal? Number(JsonElement value, string at, string name, decimal least, decimal most)
    {
        if (!value.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null)
            return null;
        if (member.ValueKind == JsonValueKind.Number && member.TryGetDecimal(out var number) && number >= least && number <= most)
            return number;
        Wrong($"{at}/{name}", $"is not a number from {least} to {most}");
        return null;
    }

    /// <summary>Seconds as a number, or a number with ms, s, m or h behind it.</summary>
    public TimeSpan? Duration(JsonElement value, string at, string name)
    {
        if (!value.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null)
            return null;
        var text = member.ValueKind == JsonValueKind.String ? member.GetString()! : member.GetRawText();
        var digits = text.TrimEnd('m', 's', 'h');
        double? unit = text[digits.Length..] switch { "ms" => 1, "" or "s" => 1000, "m" => 60_000, "h" => 3_600_000, _ => null };
        const NumberStyles Style = NumberStyles.AllowDecimalPoint;
        if (unit is { } milliseconds && double.TryParse(digits, Style, CultureInfo.InvariantCulture, out var count)
            && count * milliseconds <= TimeSpan.FromDays(7).TotalMilliseconds)
            return TimeSpan.FromMilliseconds(count * milliseconds);
        Wrong($"{at}/{name}", "is not a time of at most seven days, such as 500ms, 30s, 5m or 1h");
        return null;
    }
}
