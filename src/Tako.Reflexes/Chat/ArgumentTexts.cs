using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Tako.Core.Labels;
using Tako.Reflexes.Pipeline;
using Tako.Reflexes.Pseudonyms;

namespace Tako.Reflexes.Chat;

/// <summary>The texts in the arguments of one tool call, each looked at on its own.</summary>
/// <param name="restores">Pseudonyms come back: the tool is to have the values.</param>
internal sealed class ArgumentTexts(Inspector inspector, Label source, Replacements replacements, bool restores)
{
    private readonly List<JudgedFinding> _found = [];
    private readonly PseudonymRestorer? _restorer = restores && replacements.Vault is { } vault
        ? new PseudonymRestorer(vault, Confidentiality.Confidential)
        : null;
    private Decision _decision;

    /// <summary>Of all texts so far.</summary>
    public Verdict Verdict => new(_decision, _found, inspector.Policy.Version, TimeSpan.Zero);

    /// <summary>The call with what is to be replaced replaced; the same one where that is nothing.</summary>
    public FunctionCallContent Clean(FunctionCallContent call)
    {
        if (call.Arguments is not { Count: > 0 } arguments)
            return call;
        Dictionary<string, object?>? changed = null;
        foreach (var (name, value) in arguments)
        {
            var clean = Clean(value);
            if (!ReferenceEquals(clean, value))
                (changed ??= new Dictionary<string, object?>(arguments))[name] = clean;
        }

        return changed is null
            ? call
            : new FunctionCallContent(call.CallId, call.Name, changed) { AdditionalProperties = call.AdditionalProperties };
    }

    private object? Clean(object? value)
    {
        switch (value)
        {
            case string text:
                return Clean(text);
            case JsonElement { ValueKind: JsonValueKind.String } quoted when quoted.GetString()! is var text:
                return Clean(text) is var clean && clean == text
                    ? value
                    : JsonSerializer.SerializeToElement(clean, TextJson.Default.String);
            case JsonElement { ValueKind: JsonValueKind.Object or JsonValueKind.Array } json:
                var node = JsonNode.Parse(json.GetRawText());
                return Walk(node) ? JsonDocument.Parse(node!.ToJsonString()).RootElement : value;
            default:
                return value;
        }
    }

    private string Clean(string text)
    {
        var (verdict, clean) = inspector.Rewrite(text, source, replacements);
        _found.AddRange(verdict.Findings);
        _decision = verdict.Decision > _decision ? verdict.Decision : _decision;
        return _restorer?.Restore(clean).Text ?? clean;
    }

    /// <summary>Cleans all strings below; true where one was changed.</summary>
    private bool Walk(JsonNode? node)
    {
        var changed = false;
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, member) in members.ToList())
                    changed |= Replace(member, clean => members[name] = clean);
                break;
            case JsonArray items:
                for (var index = 0; index < items.Count; index++)
                {
                    var at = index;
                    changed |= Replace(items[at], clean => items[at] = clean);
                }

                break;
        }

        return changed;
    }

    private bool Replace(JsonNode? node, Action<JsonNode> put)
    {
        if (node is not JsonValue value || !value.TryGetValue(out string? text))
            return Walk(node);
        if (Clean(text) is var clean && clean == text)
            return false;
        put(JsonValue.Create(clean)!);
        return true;
    }
}
