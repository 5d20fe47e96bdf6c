using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Core.Faults;
using Tako.Models.Failures;
using Tako.Models.Config;
using Tako.Models.Pricing;
using Tako.Models.Wire.Chat;

namespace Tako.Models.Wire;

/// <summary>OpenAI chat completions as a client, in the dialects that other servers made of it.</summary>
internal sealed class OpenAiChat : WireProtocol
{
    public override WireKind Kind => WireKind.Chat;

    public override Parsed<ChatAsk> ReadAsk(JsonElement root) => AskReading.Run(Kind, root, ChatAskReader.Read);

    public override AnswerWriter Answer(AnswerStart start) => new ChatAnswer(start);

    public override Uri Address(ProviderEndpoint endpoint)
    {
        if (endpoint.Provider.Kind != ProviderKind.Azure)
            return endpoint.At("chat/completions");
        var version = endpoint.Provider.ApiVersion ?? "2024-10-21";
        var address = endpoint.At($"openai/deployments/{Uri.EscapeDataString(endpoint.Model.UpstreamId)}/chat/completions");
        return new UriBuilder(address) { Query = $"api-version={Uri.EscapeDataString(version)}" }.Uri;
    }

    public override void Authorize(HttpRequestMessage request, ProviderEndpoint endpoint)
    {
        if (endpoint.Provider.Key is not { } key)
            return;
        if (endpoint.Provider.Kind == ProviderKind.Azure)
            request.Headers.TryAddWithoutValidation("api-key", key.Value);
        else
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key.Value);
    }

    public override Uri? AddressToEmbed(ProviderEndpoint endpoint)
    {
        var address = Address(endpoint);
        return new UriBuilder(address) { Path = address.AbsolutePath[..^"chat/completions".Length] + "embeddings" }.Uri;
    }

    internal override bool TryPeek(ReadOnlySpan<byte> data, out FramePeek peek) => ChatPeek.TryRead(data, out peek);

    public override void Write(Utf8JsonWriter json, ChatRequest request) => ChatBody.Write(json, request);

    protected override void Read(JsonElement root, Frame frame, List<Delta> into)
    {
        if (root.TryGetProperty("error", out var error) && error.ValueKind is not JsonValueKind.Null)
        {
            into.Add(new Delta.Failed(ErrorBody.Read(root)));
            return;
        }

        into.Add(new Delta.Identity(root.Text("id"), root.Text("model")));
        if (root.TryGetProperty("choices", out var choices) && choices.ValueKind == JsonValueKind.Array)
        {
            if (choices.GetArrayLength() > 0)
                ReadChoice(choices[0], frame.Whole, into);
            else if (frame.Whole)
                throw new MalformedFrameException("the answer has no choices");
        }
        else if (frame.Whole || !root.TryGetProperty("usage", out _))
        {
            throw new MalformedFrameException("the answer has no choices");
        }

        if (root.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object)
            into.Add(new Delta.Used(UsageReader.Read(usage, UsageFormat.Chat, root.Text("service_tier")).ToDetails()));
    }

    private static void ReadChoice(JsonElement choice, bool whole, List<Delta> into)
    {
        if (choice.TryGetProperty(whole ? "message" : "delta", out var message)
            && message.ValueKind == JsonValueKind.Object)
            ReadMessage(message, whole, into);
        else if (whole)
            throw new MalformedFrameException("the answer's choice has no message");
        if (choice.Member("logprobs").Member("content") is { ValueKind: JsonValueKind.Array } tokens && tokens.GetArrayLength() > 0)
            into.Add(new Delta.LogProbs(OneLine.Of(tokens.GetRawText())));
        if (choice.Text("finish_reason") is { Length: > 0 } reason)
            into.Add(new Delta.Finish(FinishReason(reason)));
    }

    private static void ReadMessage(JsonElement message, bool whole, List<Delta> into)
    {
        if ((message.Text("reasoning_content") ?? message.Text("reasoning")) is { Length: > 0 } thought)
            into.Add(new Delta.Reasoning(thought));
        if (message.TryGetProperty("content", out var content))
            ReadContent(content, into);
        if (message.Text("refusal") is { Length: > 0 } refusal)
            into.Add(new Delta.Text(refusal, IsRefusal: true));
        if (!message.TryGetProperty("tool_calls", out var calls) || calls.ValueKind != JsonValueKind.Array)
            return;
        var position = 0;
        foreach (var call in calls.EnumerateArray())
        {
            var function = call.TryGetProperty("function", out var inner) ? inner : default;
            int? index = call.TryGetProperty("index", out var at) && at.ValueKind == JsonValueKind.Number
                ? at.GetInt32() : null;
            into.Add(new Delta.Tool(whole ? position++ : index, call.Text("id"), function.Text("name"),
                Arguments(function)));
        }
    }

    // Some servers give content as a list of parts.
    private static void ReadContent(JsonElement content, List<Delta> into)
    {
        if (content.ValueKind == JsonValueKind.String)
            into.Add(new Delta.Text(content.GetString()!));
        else if (content.ValueKind == JsonValueKind.Array)
        {
            foreach (var part in content.EnumerateArray())
            {
                if (part.Text("text") is { } text)
                    into.Add(new Delta.Text(text));
            }
        }
    }

    // Arguments are JSON in a string; a few servers give the object itself.
    private static string Arguments(JsonElement function)
    {
        if (function.ValueKind != JsonValueKind.Object || !function.TryGetProperty("arguments", out var arguments))
            return "";
        return arguments.ValueKind switch
        {
            JsonValueKind.String => arguments.GetString()!,
            JsonValueKind.Object => arguments.GetRawText(),
            _ => "",
        };
    }

    private static ChatFinishReason FinishReason(string reason) => reason switch
    {
        "tool_calls" or "function_call" => ChatFinishReason.ToolCalls,
        "length" or "model_length" => ChatFinishReason.Length,
        "content_filter" => ChatFinishReason.ContentFilter,
        "stop" or "eos" => ChatFinishReason.Stop,
        _ when string.IsNullOrWhiteSpace(reason) => ChatFinishReason.Stop,
        _ => new ChatFinishReason(reason),
    };
}
