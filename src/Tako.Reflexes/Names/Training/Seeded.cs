namespace Tako.Reflexes.Names.Training;

/// <summary>Chance from a seed, the same on every machine and runtime: xorshift64* (Vigna 2016).</summary>
internal sealed class Seeded(ulong seed)
{
    private ulong _state = seed * 2654435769u + 0x9E3779B97F4A7C15u;

    public int Below(int limit)
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return (int)((_state * 2685821657736338717u >> 33) % (uint)limit);
    }

    public bool Percent(int percent) => Below(100) < percent;

    public T Of<T>(IReadOnlyList<T> values) => values[Below(values.Count)];

    public void Shuffle<T>(T[] values)
    {
        for (var index = values.Length - 1; index > 0; index--)
        {
            var other = Below(index + 1);
            (values[index], values[other]) = (values[other], values[index]);
        }
    }
}
