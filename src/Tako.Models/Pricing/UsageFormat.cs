namespace Tako.Models.Pricing;

/// <summary>The shapes in which providers tell what a call used.</summary>
public enum UsageFormat
{
    /// <summary>OpenAI chat completions and everything that speaks like it: Mistral, Groq, DeepSeek, xAI ….</summary>
    Chat,

    /// <summary>OpenAI responses.</summary>
    Responses,

    /// <summary>OpenAI embeddings: there is no output.</summary>
    Embeddings,

    /// <summary>Anthropic messages.</summary>
    Anthropic,

    /// <summary>Google's <c>usageMetadata</c>.</summary>
    Google,

    /// <summary>Amazon Bedrock's converse.</summary>
    Bedrock,

    /// <summary>Cohere's chat, of which the billed units count.</summary>
    Cohere,
}
