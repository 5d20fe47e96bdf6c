using System.Text;
using System.Text.Json;

namespace Tako.Reflexes.Pseudonyms;

/// <summary>Restores tokens in the strings of a text of JSON and leaves every other character as it is.</summary>
internal sealed class JsonRestorer(PseudonymRestorer restorer)
{
    /// <summary>JSON in a string in JSON in a string in JSON.</summary>
    private const int MaxDepth = 3;

    public Restoration Restore(string json, int depth = 0)
    {
        var into = new StringBuilder(json.Length + 64);
        var counts = default(RestoreCounts);
        var at = 0;
        while (at < json.Length)
        {
            var quote = json.IndexOf('"', at);
            var end = quote < 0 ? -1 : EndOf(json, quote + 1);
            if (end < 0)
            {
                // No string, or one that was cut short: the rest as it comes.
                restorer.Run(json.AsSpan(at), last: true, json: true, into, ref counts);
                break;
            }

            into.Append(json, at, quote + 1 - at);
            var content = json[(quote + 1)..end];
            if (Inner(content, depth) is { } inner)
            {
                into.Append(inner.Counts.Restored == 0 ? content : PseudonymRestorer.Escaped(inner.Text));
                counts = Sum(counts, inner.Counts);
            }
            else
            {
                restorer.Run(content, last: true, json: true, into, ref counts);
            }

            into.Append('"');
            at = end + 1;
        }

        return new Restoration(counts.Restored == 0 ? json : into.ToString(), counts);
    }

    /// <summary>The restored content of a string that holds JSON; null where it does not.</summary>
    private Restoration? Inner(string content, int depth)
    {
        if (depth == MaxDepth || !TokenReader.IsIn(content) || !content.Contains('\\'))
            return null;
        try
        {
            var text = JsonSerializer.Deserialize($"\"{content}\"", RestoreJsonContext.Default.String);
            if (text is null || !(text.AsSpan().TrimStart() is ['{' or '[', ..]))
                return null;
            using (JsonDocument.Parse(text))
                return Restore(text, depth + 1);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int EndOf(string json, int at)
    {
        for (; at < json.Length; at++)
        {
            if (json[at] == '"')
                return at;
            if (json[at] == '\\')
                at++;
        }

        return -1;
    }

    private static RestoreCounts Sum(RestoreCounts left, RestoreCounts right) => new(left.Restored + right.Restored,
        left.Unknown + right.Unknown, left.Damaged + right.Damaged, left.Withheld + right.Withheld);
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class RestoreJsonContext : System.Text.Json.Serialization.JsonSerializerContext;
