using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Core.Faults;

namespace Tako.Models.Wire.Chat;

/// <summary>Understands a chat completions request.</summary>
internal static class ChatAskReader
{
    // Read into messages and options; all else is this protocol's own.
    private static readonly string[] Understood =
    [
        "model", "stream", "stream_options", "messages", "tools", "tool_choice", "parallel_tool_calls", "response_format",
        "max_tokens", "max_completion_tokens", "temperature", "top_p", "frequency_penalty", "presence_penalty", "seed", "stop",
        "reasoning_effort", "logprobs", "top_logprobs", "user", "safety_identifier", "prompt_cache_key", "verbosity", "service_tier",
        "metadata",
    ];

    // Said in every protocol, so that nothing is lost with them.
    private static readonly string[] Common =
    [
        "model", "stream", "stream_options", "messages", "tools", "tool_choice", "parallel_tool_calls", "response_format",
        "max_tokens", "max_completion_tokens", "temperature", "top_p", "reasoning_effort", "user", "safety_identifier",
    ];

    public static Parsed<ChatAsk> Read(AskNode root, AskReading reading)
    {
        List<ChatMessage> messages = [];
        if (!root.Has("messages"))
            root.Fault("messages", "is missing");
        foreach (var message in root.Objects("messages"))
            ChatMessageReader.Read(message, messages);
        if (messages.Count == 0 && root.Any("messages") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 0)
            root.Fault("messages", "must hold at least one message");
        root.LoseOthers(Common);
        return reading.Done(messages, Options(root), root.Object("stream_options")?.Flag("include_usage") == true);
    }

    private static ChatOptions Options(AskNode root)
    {
        var (completion, most) = (root.Whole("max_completion_tokens"), root.Whole("max_tokens"));
        bool? strict = null;
        var options = new ChatOptions
        {
            MaxOutputTokens = completion is null || most is null ? completion ?? most : Math.Max(completion.Value, most.Value),
            Temperature = root.Share("temperature", 0, 2),
            TopP = root.Share("top_p", 0, 1),
            FrequencyPenalty = root.Share("frequency_penalty", -2, 2),
            PresencePenalty = root.Share("presence_penalty", -2, 2),
            Seed = root.Number("seed"),
            StopSequences = root.Texts("stop"),
            AllowMultipleToolCalls = root.Flag("parallel_tool_calls"),
            ToolMode = ToolMode(root),
            Tools = Tools(root),
        };
        if (root.Object("response_format") is { } format)
            options.ResponseFormat = AskParts.Format(format, format.Object("json_schema"), ref strict);
        var effort = root.Text("reasoning_effort");
        if (Efforts.Step(effort) is { } step)
            options.Reasoning = new ReasoningOptions { Effort = step };
        new AskDetails
        {
            From = WireKind.Chat,
            Effort = effort,
            LogProbs = root.Flag("logprobs") == true,
            TopLogProbs = root.Whole("top_logprobs"),
            User = root.Text("user"),
            SafetyId = root.Text("safety_identifier"),
            CacheKey = root.Text("prompt_cache_key"),
            Verbosity = root.Text("verbosity"),
            ServiceTier = root.Text("service_tier"),
            Metadata = root.Object("metadata")?.Element.Clone(),
            StrictFormat = strict,
            Own = AskParts.Own(root, Understood),
        }.Put(options);
        return options;
    }

    private static List<AITool>? Tools(AskNode root)
    {
        if (!root.Has("tools"))
            return null;
        List<AITool> tools = [];
        foreach (var tool in root.Objects("tools"))
        {
            if (tool.Needs("type") is not "function" and { Length: > 0 })
                tool.Lose("type");
            else if (tool.Object("function") is not { } function)
                tool.Fault("function", "is missing");
            else
            {
                tools.Add(AskParts.Function(function, "parameters"));
                function.LoseOthers("name", "description", "parameters");
                tool.LoseOthers("type", "function");
            }
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
            else if (named.Object("function")?.Needs("name") is { Length: > 0 } name)
                return ChatToolMode.RequireSpecific(name);
            else if (!named.Has("function"))
                named.Fault("function", "is missing");
            return null;
        }

        root.Fault("tool_choice", "must be auto, none, required, or name a function");
        return null;
    }
}
