using System.Text.Json;

namespace Tako.Models.Wire;

/// <summary>
/// Reads the error objects that the protocols and their many dialects use: <c>{"error":{...}}</c>,
/// <c>{"error":"text"}</c>, <c>{"detail":...}</c> or the bare object.
/// </summary>
internal static class ErrorBody
{
    private const int MaxCode = 64;

    private static readonly string[] TooLong =
    [
        "maximum context length", "context length", "context window", "context size", "prompt is too long",
            "input is too long",
        "too many input tokens", "exceeds the available context", "exceed context limit",
    ];

    private static readonly string[] Refused =
        ["content policy", "content management policy", "content filter", "usage policies", "safety system"];

    private static readonly string[] NoQuota =
        ["insufficient_quota", "exceeded your current quota", "credit balance is too low", "billing"];

    public static ProviderError Read(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0)
            root = root[0];
        if (root.ValueKind != JsonValueKind.Object)
            return ProviderError.None;
        var error = root.TryGetProperty("error", out var inner) ? inner : root;
        var prose = error.ValueKind == JsonValueKind.String ? error.GetString()! : Text(error, "message")
            ?? Text(root, "detail") ?? "";
        var code = Text(error, "code");
        return new ProviderError
        {
            Code = Shown(code),
            Type = Shown(Text(error, "type")),
            Parameter = Shown(Text(error, "param")),
            SaysTooLong = code == "context_length_exceeded" || Says(prose, TooLong),
            SaysRefused = code is "content_policy_violation" or "content_filter" || Says(prose, Refused),
            SaysNoQuota = Says(code ?? "", NoQuota) || Says(Text(error, "type") ?? "", NoQuota) || Says(prose, NoQuota),
        };
    }

    private static bool Says(string prose, string[] phrases) =>
        phrases.Any(phrase => prose.Contains(phrase, StringComparison.OrdinalIgnoreCase));

    private static string? Text(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value))
            return null;
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
    }

    // Codes are identifiers. Anything else might quote what was sent.
    private static string? Shown(string? code) =>
        code is { Length: > 0 and <= MaxCode }
            && code.All(letter => char.IsAsciiLetterLower(letter) || letter is '_' or '.') ? code : null;
}
