using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tako.Reflexes.Names;

/// <summary>The words that the tagger knows, by the hash of their lower-case letters, with the lists that hold them.</summary>
internal sealed class Lexicon
{
    public const uint Seed = 0x811C9DC5u;

    // Hash in the upper half, lists in the lower; open addressing, at most half full.
    private readonly ulong[] _slots;
    private readonly uint _mask;

    public Lexicon(IEnumerable<KeyValuePair<uint, NameLists>> words)
    {
        Words = [.. words.OrderBy(static word => word.Key)];
        _slots = new ulong[BitOperations.RoundUpToPowerOf2((uint)(2 * Words.Count + 1))];
        _mask = (uint)_slots.Length - 1;
        foreach (var (hash, lists) in Words)
        {
            var slot = hash & _mask;
            while (_slots[slot] != 0)
                slot = (slot + 1) & _mask;
            _slots[slot] = ((ulong)hash << 32) | (uint)lists | 0x10000;
        }
    }

    public IReadOnlyList<KeyValuePair<uint, NameLists>> Words { get; }

    public NameLists Find(uint hash)
    {
        for (var slot = hash & _mask; ; slot = (slot + 1) & _mask)
        {
            var entry = _slots[slot];
            if (entry == 0)
                return NameLists.None;
            if (entry >> 32 == hash)
                return (NameLists)(ushort)entry;
        }
    }

    public static uint Hash(ReadOnlySpan<char> word)
    {
        var hash = Seed;
        foreach (var letter in word)
            hash = Step(hash, letter == '’' ? '\'' : letter);
        return End(hash);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Step(uint hash, char letter) =>
        (hash ^ (letter < 128 ? (uint)(letter - 'A') <= 25 ? letter | 0x20u : letter : char.ToLowerInvariant(letter))) * 0x01000193u;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint End(uint hash)
    {
        hash ^= hash >> 15;
        hash *= 0x2C1B3C6Du;
        return hash ^ (hash >> 12);
    }
}
