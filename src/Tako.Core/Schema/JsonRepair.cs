using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tako.Core.Schema.Repairing;

namespace Tako.Core.Schema;

/// <summary>Turns what a model meant as JSON into JSON.</summary>
public static class JsonRepair
{
    private const int MostCharacters = 4 * 1024 * 1024;
    private const int MostCandidates = 16;
    private static readonly JsonSerializerOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Valid JSON, or null when the text holds nothing that could be meant as JSON. Takes prose and code fences around it,
    /// comments, trailing or missing commas, single or missing quotes, words of Python and JavaScript, and an end cut off.
    /// </summary>
    public static string? Repair(string text)
    {
        if (text.Length > MostCharacters)
            return null;
        var inner = Unfenced(Whole(text).Trim().TrimStart('\uFEFF'));
        if (IsJson(inner))
            return inner;
        var start = inner.StartsWith('(') ? 0 : inner.AsSpan().IndexOfAny('{', '[');
        if (start < 0)
            return Alone(inner);
        if (start > 0 && !IsCall(inner.AsSpan(0, start)) && Embedded(inner, start) is { } strict)
            return strict;
        if (inner.AsSpan(start + 1).TrimStart().StartsWith("\\\""))
            return Repair(inner.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal));
        return Write(new TolerantReader(inner, start).Document());
    }

    /// <summary>Half characters (lone surrogates), which no JSON can hold, become replacement characters.</summary>
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>A text without brackets: a value of its own, unless it is prose.</summary>
    private static string? Alone(string text)
    {
        text = text.TrimEnd(' ', ',', ';');
        if (text.Length == 0)
            return null;
        var quoted = Surroundings.IsQuote(text[0]);
        return quoted || text.AsSpan().Trim().IndexOfAny(' ', '\n', '\t') < 0 || text[0] is '/' or '#'
            ? Write(new TolerantReader(text, 0).Document())
            : null;
    }

    /// <summary>What stands in the first code fence, if the fence comes before any bracket.</summary>
    private static string Unfenced(string text)
    {
        var fence = text.IndexOf("```", StringComparison.Ordinal);
        var bracket = text.AsSpan().IndexOfAny('{', '[');
        if (fence < 0 || (bracket >= 0 && bracket < fence))
            return text;
        var body = text[(fence + 3)..];
        var word = body.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
        body = word > 0 && (char.IsWhiteSpace(body[word]) || body[word] is '{' or '[') ? body[word..] : body;
        var end = body.LastIndexOf("```", StringComparison.Ordinal);
        var first = body.IndexOf("\n```", StringComparison.Ordinal);
        var inner = (first >= 0 && IsJson(body[..first].Trim()) ? body[..first] : end >= 0 ? body[..end] : body).Trim();
        return inner.AsSpan().IndexOfAny('{', '[') >= 0 || bracket < 0 ? inner : text;
    }

    /// <summary>The longest strict object or list that stands in prose.</summary>
    private static string? Embedded(string text, int start)
    {
        string? best = null;
        for (var tries = 0; tries < MostCandidates && start >= 0; tries++)
        {
            if (StrictLength(text.AsSpan(start)) is > 2 and var length)
            {
                var found = text.Substring(start, length);
                best = best is null || found.Length > best.Length ? found : best;
                start += length - 1;
            }

            var next = text.AsSpan(start + 1).IndexOfAny('{', '[');
            start = next < 0 ? -1 : start + 1 + next;
        }

        return best;
    }

    /// <summary>How many characters from the start are one JSON value; 0 when they are none.</summary>
    private static int StrictLength(ReadOnlySpan<char> text)
    {
        var (depth, quoted) = (0, false);
        for (var index = 0; index < text.Length; index++)
        {
            var letter = text[index];
            if (quoted)
            {
                index += letter == '\\' ? 1 : 0;
                quoted = letter != '"';
                continue;
            }

            quoted = letter == '"';
            depth += letter is '{' or '[' ? 1 : letter is '}' or ']' ? -1 : 0;
            if (depth == 0)
                return IsJson(text[..(index + 1)].ToString()) ? index + 1 : 0;
        }

        return 0;
    }

    /// <summary>The name of a function before its argument, as in <c>callback({…})</c>, or a comment.</summary>
    private static bool IsCall(ReadOnlySpan<char> before)
    {
        before = before.Trim();
        return before.IsEmpty || before.StartsWith("/*") || before.StartsWith("//")
            || (before.EndsWith("(") && before.IndexOfAny(' ', '\n') < 0);
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? Write((JsonNode? Value, bool Found) document) => !document.Found
        ? null
        : document.Value is null ? "null" : document.Value.ToJsonString(Written);
}
