namespace Tako.Core.Caching;

/// <summary>
/// A whole answer as it was sent, frame after frame, with what is to be known about it. Immutable: many readers may hold it,
/// also after its store has dropped it.
/// </summary>
public sealed class StoredAnswer
{
    /// <summary>What an entry costs beside its bytes: objects, key, places in tables.</summary>
    private const int Overhead = 512;

    private object? _said;

    /// <summary>The bytes of all frames, one after another.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Where each frame ends in <see cref="Bytes"/>, rising; the last is its length.</summary>
    public required IReadOnlyList<int> Ends { get; init; }

    /// <summary>Who answered and what it used, in a form that only whoever stored it knows.</summary>
    public required ReadOnlyMemory<byte> About { get; init; }

    public required DateTimeOffset Stored { get; init; }

    /// <summary>From then on it is not given out any more.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>What it counts for in a store's limit.</summary>
    public long Size => Bytes.Length + About.Length + Ends.Count * sizeof(int) + Overhead;

    public ReadOnlyMemory<byte> Frame(int index)
    {
        var start = index == 0 ? 0 : Ends[index - 1];
        return Bytes[start..Ends[index]];
    }

    /// <summary>What <see cref="About"/> says; read once, however often the answer is given out from memory.</summary>
    public T Said<T>(Func<StoredAnswer, T> read) where T : class => (T)(_said ??= read(this));
}
