using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Tako.Models.Wire;

/// <summary>How tool arguments and results become JSON: as the abstractions do it, but without the blanks that cost
/// tokens.</summary>
internal static class ToolJson
{
    public static readonly JsonSerializerOptions Options =
        new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    /// <summary>The arguments as text: as the model wrote them where that is known, since a prompt's cache sees every
    /// byte.</summary>
    public static string Arguments(FunctionCallContent call) => call.RawRepresentation is ArgumentText written
        ? written.Json
        : JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>(), Options);

    /// <summary>A call out of a request; arguments that are no object travel as they are.</summary>
    public static FunctionCallContent Call(string id, string name, string arguments)
    {
        var call = FunctionCallContent.CreateFromParsedArguments(arguments, id, name, Parse);
        call.RawRepresentation = new ArgumentText(arguments);
        return call;
    }

    /// <summary>Reads arguments; an exception says that they are no JSON object.</summary>
    public static Dictionary<string, object?> Parse(string arguments)
    {
        if (string.IsNullOrWhiteSpace(arguments))
            return [];
        using var document = JsonDocument.Parse(arguments);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new JsonException("The arguments are not a JSON object.");
        var result = new Dictionary<string, object?>();
        foreach (var member in document.RootElement.EnumerateObject())
            result[member.Name] = member.Value.ValueKind == JsonValueKind.Null ? null : member.Value.Clone();
        return result;
    }
}

/// <summary>A call's arguments as they were written.</summary>
internal sealed record ArgumentText(string Json);
