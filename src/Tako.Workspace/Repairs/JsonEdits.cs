using System.Text.Json;

namespace Tako.Workspace.Repairs;

/// <summary>The patch schema: <c>{"edits":[{path, kind, content, find, replace, to}], "note"}</c>, bare or in a fence.</summary>
internal static class JsonEdits
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static bool TryRead(string text, FoundEdits found)
    {
        foreach (var candidate in Candidates(text))
        {
            try
            {
                using var document = JsonDocument.Parse(candidate, Lenient);
                if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("edits", out var edits))
                {
                    Read(edits, found);
                    return true;
                }
            }
            catch (JsonException)
            {
                // Not JSON after all; the next candidate or the next form may fit.
            }
        }

        return false;
    }

    private static IEnumerable<string> Candidates(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.StartsWith('{'))
            yield return trimmed;
        var at = text.IndexOf("\"edits\"", StringComparison.Ordinal);
        if (at < 0)
            yield break;
        var start = text.LastIndexOf('{', at);
        var end = text.LastIndexOf('}');
        if (start >= 0 && end > start)
            yield return text[start..(end + 1)];
        var fence = start >= 0 ? text.IndexOf("\n```", at, StringComparison.Ordinal) : -1;
        if (fence > start)
            yield return text[start..fence];
    }

    private static void Read(JsonElement edits, FoundEdits found)
    {
        if (edits.ValueKind != JsonValueKind.Array)
        {
            found.Fault("/edits", 0, "must be a list");
            return;
        }

        var index = 0;
        foreach (var edit in edits.EnumerateArray())
            ReadOne(edit, $"/edits/{index++}", found);
    }

    private static void ReadOne(JsonElement edit, string where, FoundEdits found)
    {
        if (edit.ValueKind != JsonValueKind.Object)
        {
            found.Fault(where, 0, "must be an object");
            return;
        }

        if (found.Path(Text(edit, "path"), where + "/path", 0) is not { } path)
            return;
        switch (Text(edit, "kind"))
        {
            case "write" when Text(edit, "content") is { } content:
                found.Edits.Add(new Edit.Write { Path = path, Content = content });
                break;
            case "write":
                found.Fault(where + "/content", 0, "must be the whole file as a text");
                break;
            case "replace" when Text(edit, "find") is { Length: > 0 } find && Text(edit, "replace") is { } replace:
                found.Edits.Add(new Edit.Replace { Path = path, Find = find, With = replace });
                break;
            case "replace":
                found.Fault(where, 0, "must have 'find' (not empty) and 'replace' as texts");
                break;
            case "delete":
                found.Edits.Add(new Edit.Delete { Path = path });
                break;
            case "rename":
                if (found.Path(Text(edit, "to"), where + "/to", 0) is { } to)
                    found.Edits.Add(new Edit.Rename { Path = path, To = to });
                break;
            default:
                found.Fault(where + "/kind", 0, "must be write, replace, delete or rename");
                break;
        }
    }

    private static string? Text(JsonElement edit, string name)
    {
        if (!edit.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, which no file can hold.
            return null;
        }
    }
}
