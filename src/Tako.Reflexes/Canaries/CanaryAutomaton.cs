using Tako.Reflexes.Literals;

namespace Tako.Reflexes.Canaries;

/// <summary>
/// The forms of all words in one automaton (Aho and Corasick, 1975) that is fed letter by letter, since what lies between two
/// letters is passed over. Letters match in either case. Immutable.
/// </summary>
internal sealed class CanaryAutomaton
{
    // Class 0 is what no form holds.
    private readonly byte[] _classes = new byte[128];
    private readonly int _width;
    private readonly int[] _next;
    private readonly int[] _depths;
    private readonly int[][] _ends;

    public CanaryAutomaton(IReadOnlyList<CanaryForm> forms)
    {
        var count = 1;
        foreach (var letter in forms.SelectMany(static form => form.Letters))
        {
            var lower = char.ToLowerInvariant(letter);
            if (_classes[lower] == 0)
                _classes[lower] = _classes[char.ToUpperInvariant(lower)] = (byte)count++;
        }

        _width = count;
        var trie = new Trie(count);
        for (var index = 0; index < forms.Count; index++)
            trie.Add(forms[index].Letters, _classes, index);
        _depths = Depths(trie);
        trie.Link();
        _ends = trie.Ends();
        _next = new int[_ends.Length * count];
        for (var state = 0; state < _ends.Length; state++)
        {
            for (var letter = 1; letter < count; letter++)
                _next[(state * count) + letter] = trie.Next(state, letter);
        }
    }

    /// <param name="letter">Of ASCII.</param>
    public int Next(int state, char letter) => _next[(state * _width) + _classes[letter & 127]];

    /// <summary>Letters of the longest open form.</summary>
    public int DepthOf(int state) => _depths[state];

    /// <summary>Forms that end in the state.</summary>
    public ReadOnlySpan<int> EndsOf(int state) => _ends[state];

    public bool Begins(char letter) => letter < 128 && Next(0, letter) != 0;

    private int[] Depths(Trie trie)
    {
        var depths = new int[trie.Ends().Length];
        for (var state = 0; state < depths.Length; state++)
        {
            for (var letter = 1; letter < _width; letter++)
            {
                if (trie.Next(state, letter) is var child and > 0)
                    depths[child] = depths[state] + 1;
            }
        }

        return depths;
    }
}
