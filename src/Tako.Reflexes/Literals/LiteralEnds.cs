using System.Runtime.CompilerServices;
using Tako.Reflexes.Inspection;

namespace Tako.Reflexes.Literals;

/// <summary>Which literals end in which state.</summary>
internal sealed class LiteralEnds
{
    // The literals that end in each state from the first such on, from the first of one to the first of the next.
    private readonly int[] _first;
    private readonly int[] _literals;

    /// <param name="order">The states, those in which literals end last.</param>
    /// <param name="ends">The literals of each state.</param>
    public LiteralEnds(int[] order, int[][] ends)
    {
        From = order.Count(state => ends[state].Length == 0);
        List<int> first = [0];
        foreach (var state in order[From..])
            first.Add(first[^1] + ends[state].Length);
        (_first, _literals) = ([.. first], [.. order[From..].SelectMany(state => ends[state])]);
    }

    /// <summary>In the states with this number or a higher one literals end.</summary>
    public int From { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int state, int end, HitBuffer into)
    {
        if (state < From)
            return;
        var ended = state - From;
        for (var index = _first[ended]; index < _first[ended + 1]; index++)
            into.Add(new LiteralHit(_literals[index], end));
    }
}
