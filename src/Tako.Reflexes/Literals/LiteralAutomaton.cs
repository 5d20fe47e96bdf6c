using System.Buffers;
using System.Runtime.CompilerServices;
using Tako.Reflexes.Inspection;

namespace Tako.Reflexes.Literals;

/// <summary>
/// Finds every occurrence of many literals in one pass: the automaton of Aho and Corasick (1975). Each step waits for the one before
/// it, so that four parts of a text are walked side by side. Letters of ASCII match in either case; a literal holds ASCII alone. Safe
/// for concurrent use.
/// </summary>
internal sealed class LiteralAutomaton
{
    private const int Root = 0;
    private const int MostStarts = 8;
    private const int Lanes = HitBuffer.Lanes;
    // Shorter parts do not pay for the characters that are walked twice.
    private const int LeastPart = 64;
    // Characters by their class: those of no literal share class 0.
    private readonly byte[] _classes = new byte[128];
    private readonly StateTable _states;
    // States in which literals end come last: from this row on.
    private readonly int _ending;
    // The literals that end in each of those, from the first of one to the first of the next.
    private readonly int[] _first;
    private readonly int[] _literals;
    private readonly SearchValues<char> _starts;
    // Where nearly every letter begins a literal, looking for the next one costs more than a step.
    private readonly bool _skips;
    private readonly int _longest;

    public LiteralAutomaton(IReadOnlyList<string> literals)
    {
        foreach (var literal in literals)
        {
            if (literal.Length == 0 || !System.Text.Ascii.IsValid(literal))
            {
                throw new ArgumentException($"'{literal}' cannot be looked for: give at least one character, and of ASCII alone.",
                    nameof(literals));
            }
        }

        var width = Classify(literals);
        var trie = new Trie(width);
        for (var index = 0; index < literals.Count; index++)
            trie.Add(literals[index], _classes, index);
        trie.Link();
        // States near the root, where a walk nearly always is, lie side by side in memory.
        var ends = trie.Ends();
        States = ends.Length;
        int[] order = [.. trie.Order.Where(state => ends[state].Length == 0), .. trie.Order.Where(state => ends[state].Length > 0)];
        List<int> first = [0];
        foreach (var state in order.Where(state => ends[state].Length > 0))
            first.Add(first[^1] + ends[state].Length);
        (_first, _literals) = ([.. first], [.. order.SelectMany(state => ends[state])]);
        _states = new StateTable(trie, order, width);
        _ending = _states.Row(States - first.Count + 1);
        _longest = literals.Count == 0 ? 0 : literals.Max(static literal => literal.Length);
        _starts = SearchValues.Create([.. literals.SelectMany(static literal =>
            (char[])[char.ToLowerInvariant(literal[0]), char.ToUpperInvariant(literal[0])])]);
        _skips = literals.DistinctBy(static literal => char.ToLowerInvariant(literal[0])).Count() <= MostStarts;
    }

    /// <summary>States of the automaton.</summary>
    public int States { get; }

    /// <summary>Adds where literals stand, ordered by their ends.</summary>
    public void Find(ReadOnlySpan<char> text, HitBuffer into)
    {
        if (_skips)
            FindSkipping(text, into);
        else if ((text.Length - _longest) / Lanes < LeastPart)
            Walk(text, 0, Root, into);
        else
            FindInParts(text, into);
    }

    // A literal that ends in a part may begin before it: each part but the first is entered so far ahead.
    private void FindInParts(ReadOnlySpan<char> text, HitBuffer into)
    {
        var part = (text.Length - _longest) / Lanes;
        var length = part + _longest;
        var walk = new FourWalks(text[..length], text.Slice(part, length), text.Slice(2 * part, length), text.Slice(3 * part, length));
        var (second, third, fourth) = (into.Lane(1), into.Lane(2), into.Lane(3));
        while (walk.Advance(_states, _classes, _ending))
        {
            Add(walk.First, walk.At, into);
            if (walk.At <= _longest)
                continue;
            Add(walk.Second, part + walk.At, second);
            Add(walk.Third, (2 * part) + walk.At, third);
            Add(walk.Fourth, (3 * part) + walk.At, fourth);
        }

        Walk(text, (Lanes * part) + _longest, walk.Fourth, fourth);
        into.Join();
    }

    private void Walk(ReadOnlySpan<char> text, int from, int state, HitBuffer into)
    {
        for (var index = from; index < text.Length; index++)
        {
            state = Step(_states, _classes, state, text[index]);
            Add(state, index + 1, into);
        }
    }

    private void FindSkipping(ReadOnlySpan<char> text, HitBuffer into)
    {
        var state = Root;
        for (var index = 0; index < text.Length; index++)
        {
            if (state == Root)
            {
                // Nothing is open: on to the next letter with which a literal begins.
                var skipped = text[index..].IndexOfAny(_starts);
                if (skipped < 0)
                    return;
                index += skipped;
            }

            state = Step(_states, _classes, state, text[index]);
            Add(state, index + 1, into);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Step(StateTable states, byte[] classes, int state, char letter) =>
        states.Next(state, letter < classes.Length ? classes[letter] : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(int state, int end, HitBuffer into)
    {
        if (state < _ending)
            return;
        var ended = _states.State(state - _ending);
        for (var index = _first[ended]; index < _first[ended + 1]; index++)
            into.Add(new LiteralHit(_literals[index], end));
    }

    private int Classify(IReadOnlyList<string> literals)
    {
        var count = 1;
        foreach (var letter in literals.SelectMany(static literal => literal))
        {
            var lower = char.ToLowerInvariant(letter);
            if (_classes[lower] != 0)
                continue;
            _classes[lower] = _classes[char.ToUpperInvariant(lower)] = (byte)count++;
        }

        return count;
    }

    /// <summary>Four walks side by side, over texts of one length.</summary>
    private ref struct FourWalks(ReadOnlySpan<char> one, ReadOnlySpan<char> two, ReadOnlySpan<char> three, ReadOnlySpan<char> four)
    {
        private readonly ReadOnlySpan<char> _one = one;
        private readonly ReadOnlySpan<char> _two = two;
        private readonly ReadOnlySpan<char> _three = three;
        private readonly ReadOnlySpan<char> _four = four;

        public int First { get; private set; }

        public int Second { get; private set; }

        public int Third { get; private set; }

        public int Fourth { get; private set; }

        /// <summary>Characters of each that were walked.</summary>
        public int At { get; private set; }

        /// <summary>On until one of them is where literals end; false at the end of the texts.</summary>
        // Compiled at once and apart: with what a profile adds, the four states were seen to move to memory and back in each step.
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public bool Advance(StateTable states, byte[] classes, int ending)
        {
            var one = _one;
            var two = _two[..one.Length];
            var three = _three[..one.Length];
            var four = _four[..one.Length];
            var (first, second, third, fourth) = (First, Second, Third, Fourth);
            var (index, last) = (At, ending - 1);
            var ends = 0;
            while (index < one.Length && ends >= 0)
            {
                first = Step(states, classes, first, one[index]);
                second = Step(states, classes, second, two[index]);
                third = Step(states, classes, third, three[index]);
                fourth = Step(states, classes, fourth, four[index]);
                // Below zero where one of them is.
                ends = (last - first) | (last - second) | (last - third) | (last - fourth);
                index++;
            }

            (First, Second, Third, Fourth, At) = (first, second, third, fourth, index);
            return ends < 0;
        }
    }
}
