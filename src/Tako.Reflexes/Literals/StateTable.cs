using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tako.Reflexes.Literals;

/// <summary>Where an automaton goes from each state with each class of letters: one row a state.</summary>
internal sealed class StateTable
{
    // Two to the power of this places a row, so that no walk has to divide.
    private readonly int _rowBits;
    private readonly int[] _rows;

    /// <param name="order">The trie's states, each at the place that is its number here.</param>
    public StateTable(Trie trie, int[] order, int width)
    {
        _rowBits = BitOperations.Log2((uint)width - 1) + 1;
        var numbers = new int[order.Length];
        for (var number = 0; number < order.Length; number++)
            numbers[order[number]] = number;
        _rows = new int[order.Length << _rowBits];
        for (var number = 0; number < order.Length; number++)
        {
            for (var letter = 0; letter < width; letter++)
                _rows[Row(number) + letter] = Row(numbers[trie.Next(order[number], letter)]);
        }
    }

    /// <summary>Where the row of a state begins: so are states told while a text is walked.</summary>
    public int Row(int state) => state << _rowBits;

    public int State(int row) => row >> _rowBits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(int row, int letter) => _rows[row + letter];
}
