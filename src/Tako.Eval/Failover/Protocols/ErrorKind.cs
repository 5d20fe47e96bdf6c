namespace Tako.Eval.Failover.Protocols;

/// <summary>What a provider complains of.</summary>
internal enum ErrorKind
{
    RateLimit, ServerError, Overloaded, ContextLength, ContentPolicy, PrefillRefused, UnknownModel, BadKey, BadRequest,
}
