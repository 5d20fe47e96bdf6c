using Microsoft.Extensions.AI;
using Tako.Models.Config;

namespace Tako.Models.Wire;

/// <summary>What is to be asked, before a protocol writes it.</summary>
internal sealed record ChatRequest(
    ProviderEndpoint Endpoint, IReadOnlyList<ChatMessage> Messages, ChatOptions? Options, bool Streamed)
{
    public ModelConfig Model => Endpoint.Model;

    /// <summary>Most tokens to ask for: what the caller wants, within what the model can.</summary>
    public int? MaxOutput => (Options?.MaxOutputTokens, Model.MaxOutput) switch
    {
        ({ } asked, { } most) => Math.Min(asked, most),
        var (asked, _) => asked,
    };

    public IReadOnlyList<AIFunctionDeclaration> Functions =>
        [.. (Options?.Tools ?? []).OfType<AIFunctionDeclaration>()];

    /// <summary>The JSON format asked for, when the model must be told about it in words.</summary>
    public ChatResponseFormatJson? FormatInWords =>
        Options?.ResponseFormat is ChatResponseFormatJson format
            && !Model.Capabilities.HasFlag(ModelCapabilities.JsonSchema)
            ? format
            : null;

    /// <summary>Whether a message is the system's, which OpenAI's newer models call the developer's.</summary>
    public static bool IsSystem(ChatMessage message) => message.Role == ChatRole.System || message.Role.Value == "developer";

    /// <summary>Instructions and system messages in order, with the format in words at the end.</summary>
    public IEnumerable<string> System
    {
        get
        {
            if (!string.IsNullOrEmpty(Options?.Instructions))
                yield return Options.Instructions;
            foreach (var message in Messages.Where(message => IsSystem(message) && message.Text.Length > 0))
                yield return message.Text;
            if (FormatInWords is { } format)
                yield return JsonInWords.Write(format.Schema);
        }
    }
}
