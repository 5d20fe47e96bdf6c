using Tako.Models.Wire;

namespace Tako.Models.Caching;

/// <summary>What bytes that were sent to a client say, read again.</summary>
internal static class FrameView
{
    public static IReadOnlyList<Delta> Of(WireKind wire, ReadOnlySpan<byte> bytes, bool whole)
    {
        var payload = whole ? bytes : EventPayload.Of(bytes);
        return payload.IsEmpty ? [] : WireProtocol.Of(wire).Read(new Frame(default, "", payload.ToArray(), whole));
    }
}
