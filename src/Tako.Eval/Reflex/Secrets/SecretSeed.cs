namespace Tako.Eval.Reflex.Secrets;

/// <summary>Chance that is the same on every machine: SplitMix64 (Steele, Lea and Flood, 2014).</summary>
internal sealed class SecretSeed(ulong seed)
{
    private ulong _state = seed;

    public int Below(int bound) => (int)(Next() % (ulong)bound);

    public T Of<T>(IReadOnlyList<T> list) => list[Below(list.Count)];

    public string Letters(string alphabet, int count) => string.Create(count, (this, alphabet), static (into, from) =>
    {
        for (var index = 0; index < into.Length; index++)
            into[index] = from.alphabet[from.Item1.Below(from.alphabet.Length)];
    });

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var index = 0; index < count; index++)
            bytes[index] = (byte)Next();
        return bytes;
    }

    private ulong Next()
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
