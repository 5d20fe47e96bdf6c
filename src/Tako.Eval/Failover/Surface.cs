namespace Tako.Eval.Failover;

/// <summary>A model API: the one a client speaks to a gateway, or the one a gateway speaks to a provider.</summary>
public enum Surface
{
    /// <summary>OpenAI chat completions.</summary>
    Chat,

    /// <summary>OpenAI responses.</summary>
    Responses,

    /// <summary>Anthropic messages.</summary>
    Messages,
}
