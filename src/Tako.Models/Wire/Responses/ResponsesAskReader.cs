using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Core.Faults;

namespace Tako.Models.Wire.Responses;

/// <summary>Understands a Responses request.</summary>
internal static class ResponsesAskReader
{
    private const string LogProbs = "message.output_text.logprobs";
    private const string Seals = "reasoning.encrypted_content";

    private static readonly string[] Understood =
    [
        "model", "stream", "input", "instructions", "max_output_tokens", "temperature", "top_p", "tools", "tool_choice",
        "parallel_tool_calls", "text", "reasoning", "include", "store", "background", "previous_response_id", "top_logprobs", "user",
        "safety_identifier", "prompt_cache_key", "service_tier", "metadata",
    ];

    private static readonly string[] Common =
    [
        "model", "stream", "input", "instructions", "max_output_tokens", "temperature", "top_p", "tools", "tool_choice",
        "parallel_tool_calls", "text", "reasoning", "include", "user", "safety_identifier",
    ];

    public static Parsed<ChatAsk> Read(AskNode root, AskReading reading)
    {
        List<ChatMessage> messages = [];
        var input = root.Any("input");
        if (input.ValueKind == JsonValueKind.String)
            messages.Add(new ChatMessage(ChatRole.User, input.GetString()));
        else if (input.ValueKind == JsonValueKind.Array)
            ResponsesItemReader.Read(root, messages);
        else
            root.Fault("input", root.Has("input") ? "must be a string or a list of items" : "is missing");
        root.LoseOthers(Common);
        return reading.Done(messages, Options(root), usageInStream: true);
    }

    private static ChatOptions Options(AskNode root)
    {
        bool? strict = null;
        var options = new ChatOptions
        {
            Instructions = root.Text("instructions"),
            MaxOutputTokens = root.Whole("max_output_tokens"),
            Temperature = root.Share("temperature", 0, 2),
            TopP = root.Share("top_p", 0, 1),
            AllowMultipleToolCalls = root.Flag("parallel_tool_calls"),
            ToolMode = ToolMode(root),
            Tools = Tools(root),
        };
        var text = root.Object("text");
        if (text?.Object("format") is { } format)
            options.ResponseFormat = AskParts.Format(format, format, ref strict);
        text?.LoseOthers("format");
        var reasoning = root.Object("reasoning");
        reasoning?.LoseOthers("effort");
        var effort = reasoning?.Text("effort");
        if (Efforts.Step(effort) is { } step)
            options.Reasoning = new ReasoningOptions { Effort = step };
        var include = Include(root);
        new AskDetails
        {
            From = WireKind.Responses,
            Effort = effort,
            Summary = reasoning?.Text("summary"),
            WantsSeals = include.Contains(Seals),
            LogProbs = include.Contains(LogProbs),
            TopLogProbs = root.Whole("top_logprobs"),
            User = root.Text("user"),
            SafetyId = root.Text("safety_identifier"),
            CacheKey = root.Text("prompt_cache_key"),
            Verbosity = text?.Text("verbosity"),
            ServiceTier = root.Text("service_tier"),
            Metadata = root.Object("metadata")?.Element.Clone(),
            StrictFormat = strict,
            Own = AskParts.Own(root, Understood),
        }.Put(options);
        _ = (root.Flag("store"), root.Flag("background"), root.Text("previous_response_id"));
        return options;
    }

    private static List<string> Include(AskNode root)
    {
        var include = root.Texts("include") ?? [];
        for (var index = 0; index < include.Count; index++)
        {
            if (include[index] == LogProbs)
                root.Reading.Lose($"include[{index}].logprobs", root.Any("include"));
            else if (include[index] != Seals)
                root.Reading.Lose($"include[{index}]", root.Any("include"));
        }

        return include;
    }

    private static List<AITool>? Tools(AskNode root)
    {
        if (!root.Has("tools"))
            return null;
        List<AITool> tools = [];
        foreach (var tool in root.Objects("tools"))
        {
            if (tool.Needs("type") is not "function" and { Length: > 0 })
            {
                tool.Lose("type");
                continue;
            }

            tools.Add(AskParts.Function(tool, "parameters"));
            tool.LoseOthers("type", "name", "description", "parameters");
        }

        return tools;
    }

    private static ChatToolMode? ToolMode(AskNode root)
    {
        var choice = root.Any("tool_choice");
        if (choice.ValueKind == JsonValueKind.Undefined)
            return null;
        if (choice.ValueKind == JsonValueKind.String)
        {
            switch (choice.GetString())
            {
                case "auto":
                    return ChatToolMode.Auto;
                case "none":
                    return ChatToolMode.None;
                case "required":
                    return ChatToolMode.RequireAny;
            }
        }
        else if (choice.ValueKind == JsonValueKind.Object && root.Object("tool_choice") is { } named)
        {
            if (named.Needs("type") is not "function" and { Length: > 0 })
                named.Lose("type");
            else if (named.Needs("name") is { Length: > 0 } name)
                return ChatToolMode.RequireSpecific(name);
            return null;
        }

        root.Fault("tool_choice", "must be auto, none, required, or name a function");
        return null;
    }
}
