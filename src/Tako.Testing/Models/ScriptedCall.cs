using Microsoft.Extensions.AI;

namespace Tako.Testing.Models;

/// <summary>A call that a <see cref="ScriptedModel"/> received.</summary>
public sealed record ScriptedCall(string Step, int Ordinal, IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)
{
    /// <summary>All text of the prompt, instructions first.</summary>
    public string Prompt =>
        string.Join('\n', (string[])[Options?.Instructions ?? "", .. Messages.Select(message => message.Text)]);
}
