namespace Tako.Models.Wire;

/// <summary>Bytes that are not what the protocol allows; the engine translates it into a failure.</summary>
internal sealed class MalformedFrameException(string what) : Exception(what);
