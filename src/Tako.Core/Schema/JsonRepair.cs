using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tako.Core.Schema.Repairing;

namespace Tako.Core.Schema;

/// <summary>Turns what a model meant as JSON into JSON.</summary>
public static class JsonRepair
{
    private const int MostCandidates = 16;
    private const int MostDepth = 10_000_000;
    private static readonly JsonSerializerOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Valid JSON, or null when the text holds nothing that could be meant as JSON. Takes prose and code fences around it,
    /// comments, trailing or missing commas, single or missing quotes, words of Python and JavaScript, and an end cut off.
    /// Valid JSON comes back as it is. Work grows with the text's length alone; what is broken and nested too deep is null.
    /// </summary>
    public static string? Repair(string text) => Mend(text).Json;

    /// <summary>As <see cref="Repair"/>, with how sure it is that this was meant.</summary>
    public static RepairOutcome Mend(string text)
    {
        var whole = Whole(text).Trim().TrimStart('\uFEFF');
        if (IsJson(whole))
            return new RepairOutcome(whole, RepairConfidence.Exact);
        var inner = Unfenced(whole);
        if (IsJson(inner))
            return new RepairOutcome(inner, RepairConfidence.Repaired);
        if (inner.StartsWith("\\\"", StringComparison.Ordinal))
            return Guess(Repair(Unescaped(inner)));
        var start = inner.StartsWith('(') || IsOneText(inner) ? 0 : inner.AsSpan().IndexOfAny('{', '[');
        if (start < 0)
            return Alone(inner);
        if (start > 0 && !IsCall(inner.AsSpan(0, start)) && Embedded(inner, start) is { } strict)
            return new RepairOutcome(strict, RepairConfidence.Repaired);
        if (inner.AsSpan(start + 1).TrimStart().StartsWith("\\\""))
            return Guess(Repair(Unescaped(inner).Replace("\\n", "\n", StringComparison.Ordinal)));
        return Read(inner, start);
    }

    private static string Unescaped(string text) => text.Replace("\\\"", "\"", StringComparison.Ordinal);

    private static RepairOutcome Guess(string? json) => new(json, RepairConfidence.Guessed);

    private static RepairOutcome Read(string text, int start)
    {
        var reader = new TolerantReader(text, start);
        var json = Write(reader.Document());
        return new RepairOutcome(json, reader.Guessed || json is null ? RepairConfidence.Guessed : RepairConfidence.Repaired);
    }

    /// <summary>One text between quotes that holds brackets and quotes, and no document behind a key.</summary>
    private static bool IsOneText(string text) =>
        text is ['"', _, .., '"'] && text.AsSpan().IndexOfAny("{:") < 0 && text.AsSpan(1).IndexOf("\"[") < 0;

    /// <summary>Half characters (lone surrogates), which no JSON can hold, become replacement characters.</summary>
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>A text without brackets: a value of its own, unless it is prose.</summary>
    private static RepairOutcome Alone(string text)
    {
        text = text.TrimEnd(' ', ',', ';');
        if (text.Length == 0)
            return Guess(null);
        var quoted = Surroundings.IsQuote(text[0]);
        return quoted || text.AsSpan().Trim().IndexOfAny(' ', '\n', '\t') < 0 || text[0] is '/' or '#'
            ? Read(text, 0)
            : Guess(null);
    }

    /// <summary>What stands in the first code fence, if the fence comes before any bracket.</summary>
    private static string Unfenced(string text)
    {
        if (text is [('[' or '{'), '`', '`', '`', _, .., '`', '`', '`', (']' or '}')])
            text = text[1..^1];
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

    /// <summary>Read token by token, so that depth costs no stack.</summary>
    private static bool IsJson(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = MostDepth });
            var any = false;
            while (reader.Read())
                any = true;
            return any;
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
