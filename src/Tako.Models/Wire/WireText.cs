using System.Text.Json;

namespace Tako.Models.Wire;

/// <summary>Writes members that may be missing.</summary>
internal static class WireText
{
    public static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    public static void Optional(Utf8JsonWriter json, string name, JsonElement? value)
    {
        if (value is not { } given)
            return;
        json.WritePropertyName(name);
        given.WriteTo(json);
    }
}
