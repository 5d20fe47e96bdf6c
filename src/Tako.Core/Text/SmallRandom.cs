namespace Tako.Core.Text;

/// <summary>
/// A small generator of its own, so that training gives the same bytes on every machine and runtime (SplitMix64; Steele and others,
/// 2014).
/// </summary>
internal sealed class SmallRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    public int Below(int limit) => (int)(Next() % (ulong)limit);

    public void Shuffle(Span<int> order)
    {
        for (var index = order.Length - 1; index > 0; index--)
        {
            var other = Below(index + 1);
            (order[index], order[other]) = (order[other], order[index]);
        }
    }
}
