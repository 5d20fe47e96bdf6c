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
    private const int LongestPhrase = 80;
    private const int MostDepth = 10_000_000;
    internal static readonly JsonSerializerOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Valid JSON, or null when the text holds nothing that could be meant as JSON. Takes prose and code fences around it,
    /// comments, trailing or missing commas, single or missing quotes, words of Python and JavaScript, and an end cut off.
    /// Valid JSON comes back as it is. Work grows with the text's length alone; what is broken and nested too deep is null.
    /// </summary>
    public static string? Repair(string text) => Mend(text).Json;

    /// <summary>
    /// As <see cref="Mend(string)"/>, for a value that should fit a schema: what could be meant in several ways is taken in the way
    /// that fits, and <see cref="RepairOutcome.Errors"/> says what does not fit. Valid JSON comes back as it is all the same.
    /// </summary>
    public static RepairOutcome Mend(string text, JsonSchema? schema) =>
        schema is null ? Mend(text) : new GuidedRepair(schema).Mend(text);

    /// <summary>As <see cref="Repair"/>, with how sure it is that this was meant.</summary>
    public static RepairOutcome Mend(string text)
    {
        var whole = Whole(text).Trim().TrimStart('\uFEFF');
        if (IsJson(whole))
            return new RepairOutcome(whole, RepairConfidence.Exact);
        if (Fences.Several(whole) is { } parts)
            return Joined(parts);
        var inner = Fences.Without(whole);
        if (IsJson(inner))
            return new RepairOutcome(inner, RepairConfidence.Repaired);
        if (Escapes.AreAt(inner, 0))
            return Guess(Repair(Escapes.Undone(inner)));
        var start = inner.StartsWith('(') || IsOneText(inner) ? 0 : inner.AsSpan().IndexOfAny('{', '[');
        if (start < 0)
            return Alone(inner);
        if (start > 0 && !IsCall(inner.AsSpan(0, start)) && Embedded(inner, start) is { } strict)
            return new RepairOutcome(strict, RepairConfidence.Repaired);
        if (Escapes.AreAt(inner, start + 1))
            return Guess(Repair(Escapes.Undone(inner)));
        return Read(inner, start);
    }

    private static RepairOutcome Guess(string? json) => new(json, RepairConfidence.Guessed);

    /// <summary>What several fences hold was meant as a list.</summary>
    private static RepairOutcome Joined(IReadOnlyList<string> parts)
    {
        var found = parts.Select(static part => IsJson(part) ? part : Read(part, 0).Json).Where(static json => json is not null).ToList();
        return Guess(found.Count == 0 ? null : found.Count == 1 ? found[0] : $"[{string.Join(',', found)}]");
    }

    internal static RepairOutcome Read(string text, int start)
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

    /// <summary>A text without brackets: a value or several; a sentence is prose.</summary>
    private static RepairOutcome Alone(string text)
    {
        text = text.TrimEnd(' ', ',', ';');
        if (text.Length == 0)
            return Guess(null);
        if (Surroundings.IsQuote(text[0]) || text[0] is '/' or '#' || Words(text))
            return Read(text, 0);
        return text.Length <= LongestPhrase && text[^1] is not ('.' or '!' or '?' or ':') && !text.Contains('\n')
            ? Guess(JsonValue.Create(text).ToJsonString(Written))
            : Guess(null);
    }

    /// <summary>Words without blanks, parted by commas or lines.</summary>
    private static bool Words(string text)
    {
        foreach (var part in text.AsSpan().SplitAny(',', '\n'))
        {
            if (text.AsSpan()[part].Trim().IndexOfAny(' ', '\t') >= 0)
                return false;
        }

        return true;
    }

    /// <summary>The longest strict object or list that stands in prose.</summary>
    private static string? Embedded(string text, int start) => AllEmbedded(text, start).MaxBy(static found => found.Length);

    /// <summary>The strict objects and lists that stand in prose, the first of them at most.</summary>
    internal static IEnumerable<string> AllEmbedded(string text, int start)
    {
        for (var tries = 0; tries < MostCandidates && start >= 0; tries++)
        {
            if (StrictLength(text.AsSpan(start)) is > 2 and var length)
            {
                yield return text.Substring(start, length);
                start += length - 1;
            }

            var next = text.AsSpan(start + 1).IndexOfAny('{', '[');
            start = next < 0 ? -1 : start + 1 + next;
        }
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
    internal static bool IsJson(string text)
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
