namespace Tako.Models.Wire;

/// <summary>Which dialect a client or a provider speaks.</summary>
public enum WireKind
{
    /// <summary>OpenAI's chat completions, and what other servers made of them.</summary>
    Chat,

    /// <summary>OpenAI's Responses.</summary>
    Responses,

    /// <summary>Anthropic's Messages.</summary>
    Messages,
}
