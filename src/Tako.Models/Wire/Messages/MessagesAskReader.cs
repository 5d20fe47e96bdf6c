using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Core.Faults;

namespace Tako.Models.Wire.Messages;

/// <summary>Understands a Messages request; a request to count tokens is the same without an answer's limit.</summary>
internal static class MessagesAskReader
{
    private static readonly string[] Understood =
    [
        "model", "stream", "messages", "system", "max_tokens", "temperature", "top_p", "top_k", "stop_sequences", "tools", "tool_choice",
        "thinking", "metadata", "output_config", "output_format",
    ];

    private static readonly string[] Common =
    [
        "model", "stream", "messages", "system", "max_tokens", "temperature", "top_p", "tools", "tool_choice", "thinking", "metadata",
        "output_config", "output_format",
    ];

    public static Parsed<ChatAsk> Read(AskNode root, AskReading reading)
    {
        List<ChatMessage> messages = [];
        ReadSystem(root, messages);
        var before = messages.Count;
        if (!root.Has("messages"))
            root.Fault("messages", "is missing");
        foreach (var message in root.Objects("messages"))
            MessagesBlockReader.Read(message, messages);
        if (messages.Count == before && root.Any("messages") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 0)
            root.Fault("messages", "must hold at least one message");
        root.LoseOthers(Common);
        return reading.Done(messages, Options(root), usageInStream: true);
    }

    private static void ReadSystem(AskNode root, List<ChatMessage> messages)
    {
        var system = root.Any("system");
        if (system.ValueKind == JsonValueKind.String && system.GetString() is { Length: > 0 } text)
            messages.Add(new ChatMessage(ChatRole.System, text));
        else if (system.ValueKind == JsonValueKind.Array)
        {
            List<AIContent> blocks = [];
            foreach (var block in root.Objects("system"))
            {
                if (block.Needs("type") is not "text" and { Length: > 0 })
                    block.Fault("type", "must be text");
                block.LoseOthers("type", "text");
                blocks.Add(new TextContent(block.Needs("text")).WithCache(block.Any("cache_control")));
            }

            if (blocks.Count > 0)
                messages.Add(new ChatMessage(ChatRole.System, blocks));
        }
        else if (system.ValueKind is not (JsonValueKind.String or JsonValueKind.Undefined))
            root.Fault("system", "must be a string or a list of text blocks");
    }

    private static ChatOptions Options(AskNode root)
    {
        var choice = root.Object("tool_choice");
        var options = new ChatOptions
        {
            MaxOutputTokens = root.Whole("max_tokens"),
            Temperature = root.Share("temperature", 0, 1),
            TopP = root.Share("top_p", 0, 1),
            TopK = root.Whole("top_k"),
            StopSequences = root.Texts("stop_sequences"),
            Tools = Tools(root),
            ToolMode = choice is { } chosen ? ToolMode(chosen) : null,
            AllowMultipleToolCalls = choice?.Flag("disable_parallel_tool_use") is { } single ? !single : null,
        };
        var output = root.Object("output_config");
        output?.LoseOthers("effort", "format");
        var format = output?.Object("format") ?? root.Object("output_format");
        bool? strict = null;
        if (format is { } given)
        {
            options.ResponseFormat = AskParts.Format(given, given, ref strict);
            strict = true;
        }

        var (effort, budget) = Thinking(root, output?.Text("effort"));
        if (Efforts.Step(effort) is { } step)
            options.Reasoning = new ReasoningOptions { Effort = step };
        root.Object("metadata")?.LoseOthers("user_id");
        new AskDetails
        {
            From = WireKind.Messages,
            Effort = effort,
            EffortIsGuess = effort is not null,
            ThinkingBudget = budget,
            User = root.Object("metadata")?.Text("user_id"),
            StrictFormat = strict,
            Own = AskParts.Own(root, Understood),
        }.Put(options);
        return options;
    }

    private static (string? Effort, int? Budget) Thinking(AskNode root, string? effort)
    {
        if (root.Object("thinking") is not { } thinking)
            return (effort, null);
        switch (thinking.Needs("type"))
        {
            case "enabled":
                var budget = thinking.Whole("budget_tokens", Efforts.LeastBudget);
                if (!thinking.Has("budget_tokens"))
                    thinking.Fault("budget_tokens", "is missing");
                return (effort ?? Efforts.OfBudget(budget ?? 0), budget);
            case "adaptive":
                return (effort ?? "high", null);
            case "disabled":
                return (null, null);
            case { Length: > 0 }:
                thinking.Fault("type", "must be enabled, adaptive or disabled");
                return (null, null);
            default:
                return (null, null);
        }
    }

    private static List<AITool>? Tools(AskNode root)
    {
        if (!root.Has("tools"))
            return null;
        List<AITool> tools = [];
        foreach (var tool in root.Objects("tools"))
        {
            if (tool.Text("type") is not (null or "custom"))
            {
                tool.Lose("type");
                continue;
            }

            tools.Add(AskParts.Function(tool, "input_schema"));
            tool.LoseOthers("type", "name", "description", "input_schema");
        }

        return tools;
    }

    private static ChatToolMode? ToolMode(AskNode choice)
    {
        switch (choice.Needs("type"))
        {
            case "auto":
                return ChatToolMode.Auto;
            case "any":
                return ChatToolMode.RequireAny;
            case "none":
                return ChatToolMode.None;
            case "tool":
                return choice.Needs("name") is { Length: > 0 } name ? ChatToolMode.RequireSpecific(name) : null;
            case { Length: > 0 }:
                choice.Fault("type", "must be auto, any, tool or none");
                return null;
            default:
                return null;
        }
    }
}
