using System.Runtime.InteropServices;
using Tako.Models.Calls;
using Tako.Models.Wire;

namespace Tako.Models.Caching;

/// <summary>
/// Remembers the keys of requests that were answered from the cache, byte for byte: who asks the same once more, as most do who repeat
/// themselves, gets the key without a canonical form and its SHA-256. A bounded number of places, each for whichever came last.
/// </summary>
internal sealed class KnownRequests
{
    private const int Places = 256;
    private const int MostBodyBytes = 16 * 1024;
    private readonly Known?[] _known = new Known?[Places];

    /// <summary>The key of a request that was kept, else null.</summary>
    public RequestKey? Find(ModelCall call) =>
        Volatile.Read(ref _known[Place(call)]) is { } known && known.Is(call) ? known.Key : null;

    /// <summary>Keeps the key of a request whose answer there is.</summary>
    public void Keep(ModelCall call, RequestKey key)
    {
        if (call.Body.Length > MostBodyBytes)
            return;
        var known = new Known(call.Terms.Tenant, call.Model, call.Wire, call.Operation, call.Streamed, call.Body.ToArray(), key);
        Volatile.Write(ref _known[Place(call)], known);
    }

    // Seeded anew in each process, so that nobody can choose requests which push each other out.
    private static int Place(ModelCall call) =>
        string.GetHashCode(MemoryMarshal.Cast<byte, char>(call.Body.Span[..Math.Min(call.Body.Length, MostBodyBytes)])) & (Places - 1);

    private sealed record Known(
        string Tenant, string Model, WireKind? Wire, CallOperation Operation, bool Streamed, byte[] Body, RequestKey Key)
    {
        public bool Is(ModelCall call) => call.Wire == Wire && call.Operation == Operation && call.Streamed == Streamed
            && call.Ask is null && call.Model == Model && call.Terms.Tenant == Tenant && call.Body.Span.SequenceEqual(Body);
    }
}
