using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tako.Reflexes.Literals;

/// <summary>Where an automaton goes from each state with each class of letters: one row a state.</summary>
/// <typeparam name="TNumber">Holds the number of a state: the fewer bytes, the more of the table stays near the processor.</typeparam>
internal sealed class StateTable<TNumber>
    where TNumber : unmanaged, IBinaryInteger<TNumber>
{
    // Two to the power of this places a row, so that no walk has to multiply.
    private readonly int _rowBits;
    private readonly TNumber[] _rows;

    /// <param name="order">The trie's states, each at the place that is its number here.</param>
    public StateTable(Trie trie, int[] order, int width)
    {
        _rowBits = BitOperations.Log2((uint)width - 1) + 1;
        var numbers = new int[order.Length];
        for (var number = 0; number < order.Length; number++)
            numbers[order[number]] = number;
        _rows = new TNumber[order.Length << _rowBits];
        for (var number = 0; number < order.Length; number++)
        {
            for (var letter = 0; letter < width; letter++)
                _rows[(number << _rowBits) + letter] = TNumber.CreateChecked(numbers[trie.Next(order[number], letter)]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(int state, int letter) => int.CreateTruncating(_rows[(state << _rowBits) + letter]);
}
