using Microsoft.Extensions.AI;
using Tako.Models.Wire;

namespace Tako.Models.Tests.Wire;

/// <summary>Answers of every shape, frame by frame.</summary>
internal static class Samples
{
    public static readonly Delta[][] Talk =
    [
        [new Delta.Identity("up-1", "provider-model")],
        [new Delta.Text("Hello ")], [new Delta.Text("wörld \"😀\"\n")],
        [new Delta.Finish(ChatFinishReason.Stop)],
        [new Delta.Used(Told.Used(20, 7, 5))], [new Delta.End()],
    ];

    /// <summary>A thought with a seal, words, and two calls at once.</summary>
    public static readonly Delta[][] Work =
    [
        [new Delta.Identity("up-2", "provider-model"), new Delta.Used(Told.Used(31, 1))],
        [new Delta.Reasoning("Let me ")], [new Delta.Reasoning("think.")], [new Delta.Reasoning("", "sig-1")],
        [new Delta.Text("I will look.")],
        [new Delta.Tool(0, "toolu_a", "get_weather", "")],
        [new Delta.Tool(0, null, null, "{\"city\":")], [new Delta.Tool(0, null, null, "\"Oslo\"}")],
        [new Delta.Tool(1, "call_b", "get_time", "{\"zone\":\"UTC\"}")],
        [new Delta.Finish(ChatFinishReason.ToolCalls), new Delta.Used(Told.Used(31, 40, 8, 12))],
        [new Delta.End()],
    ];

    public static readonly Delta[][] Cut =
    [
        [new Delta.Text("too lo")], [new Delta.Finish(ChatFinishReason.Length)], [new Delta.Used(Told.Used(3, 2))],
    ];

    public static readonly Delta[][] Refused =
    [
        [new Delta.Text("I cannot help.", IsRefusal: true)], [new Delta.Finish(ChatFinishReason.Stop)],
    ];

    /// <summary>A chunked chat completion as OpenAI sends it.</summary>
    public static readonly string ChatStream = Golden("chat.sse");

    /// <summary>A message as Anthropic streams it, with a thought before the words.</summary>
    public static readonly string MessagesStream = Golden("messages.sse");

    /// <summary>A response as OpenAI streams it, with an encrypted thought before the words.</summary>
    public static readonly string ResponsesStream = Golden("responses.sse");

    public static string Stream(WireKind kind) => kind switch
    {
        WireKind.Chat => ChatStream,
        WireKind.Responses => ResponsesStream,
        _ => MessagesStream,
    };

    /// <summary>A file of the folder Golden.</summary>
    public static string Golden(string name)
    {
        using var stream = typeof(Samples).Assembly.GetManifestResourceStream($"golden.{name}").ShouldNotBeNull();
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
