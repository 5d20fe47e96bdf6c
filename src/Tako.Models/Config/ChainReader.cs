using System.Text.RegularExpressions;

namespace Tako.Models.Config;

/// <summary>Reads a model that is a chain.</summary>
internal static class ChainReader
{
    private static readonly string[] Languages =
    [
        "ar", "de", "el", "en", "es", "fa", "fr", "he", "hi", "it", "ja", "ko", "nl", "pl", "pt", "ru", "sv", "th", "tr", "uk", "zh",
    ];

    public static ChainConfig Read(string name, SourceNode node)
    {
        node.Allow("chain", "order", "onContentPolicy", "check");
        List<LinkConfig> links = [];
        foreach (var (text, link, index) in node.Entries("chain"))
        {
            if (text is not null)
                links.Add(new LinkConfig { Model = text, Place = index });
            else if (ReadLink(link!, index) is { } read)
                links.Add(read);
        }

        if (links.Count == 0)
            node.Fault("chain", "needs at least one model");
        return new ChainConfig
        {
            Name = name,
            Links = links,
            Order = node.Word("order", "given", "learned") == "learned" ? LinkOrder.Learned : LinkOrder.Given,
            PassesContentPolicy = node.Word("onContentPolicy", "stop", "next") == "next",
            Check = ReadCheck(node),
        };
    }

    private static LinkConfig? ReadLink(SourceNode node, int index)
    {
        node.Allow("model", "when", "set", "drop", "prepend", "strip");
        var change = new ChangeConfig
        {
            Set = ReadSet(node),
            Drop = node.Texts("drop"),
            Prepend = node.Text("prepend"),
            Strip = ReadStrip(node),
        };
        return node.Required("model") is { } model
            ? new LinkConfig { Model = model, Place = index, When = ReadWhen(node), Change = change }
            : null;
    }

    private static Dictionary<string, string> ReadSet(SourceNode node)
    {
        Dictionary<string, string> fields = [];
        if (node.Object("set") is not { } set)
            return fields;
        foreach (var key in set.Keys)
        {
            if (key is "model" or "stream" or "messages" or "input")
                set.Fault(key, "is the gateway's own to set; leave it out");
            else
                fields[key] = set.Raw(key)?.GetRawText() ?? "null";
        }

        return fields;
    }

    private static string? ReadStrip(SourceNode node)
    {
        if (node.Text("strip") is not { Length: > 0 } strip)
            return null;
        try
        {
            return new Regex(strip, RegexOptions.NonBacktracking).IsMatch("")
                ? Fault("matches nothing at all; make it match some letters") : strip;
        }
        catch (NotSupportedException)
        {
            return Fault("uses look-arounds or back references, which take unbounded time; write it without");
        }
        catch (ArgumentException)
        {
            return Fault("is no regular expression");
        }

        string? Fault(string message)
        {
            node.Fault("strip", message);
            return null;
        }
    }

    private static WhenConfig ReadWhen(SourceNode node)
    {
        if (node.Object("when") is not { } when)
            return WhenConfig.Always;
        when.Allow("tags", "languages", "promptOver", "promptUnder", "budgetLeftOver");
        foreach (var language in when.Texts("languages"))
        {
            if (!Languages.Contains(language))
                when.Fault("languages",
                    $"names '{language}', which is not told from others here; known are {string.Join(", ", Languages)}");
        }

        var read = new WhenConfig
        {
            Tags = when.Texts("tags"),
            Languages = when.Texts("languages"),
            PromptOver = when.Tokens("promptOver"),
            PromptUnder = when.Tokens("promptUnder"),
            BudgetLeftOver = when.Share("budgetLeftOver"),
        };
        if (read.PromptOver >= read.PromptUnder)
            when.Fault("promptUnder", "is not above promptOver, so that no prompt fits");
        return read;
    }

    private static CheckConfig? ReadCheck(SourceNode node)
    {
        if (node.Object("check") is not { } check)
            return null;
        check.Allow("minLength", "refusals", "schema");
        var read = new CheckConfig
        {
            MinLength = check.Number("minLength", 0, 1_000_000) ?? 0,
            Refusals = check.Flag("refusals") ?? false,
            Schema = check.Flag("schema") ?? false,
        };
        return read == new CheckConfig() ? null : read;
    }
}
