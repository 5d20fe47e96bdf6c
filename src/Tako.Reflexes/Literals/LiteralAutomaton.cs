using System.Buffers;
using System.Runtime.CompilerServices;
using Tako.Reflexes.Inspection;

namespace Tako.Reflexes.Literals;

/// <summary>
/// Finds every occurrence of many literals in one pass: the automaton of Aho and Corasick (1975) as one dense table, so that each
/// character costs two loads. The second waits for the one of the character before, so that four parts of a text are walked side by
/// side. Letters of ASCII match in either case; a literal holds ASCII alone. Safe for concurrent use.
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
    private readonly int _width;
    // Next state times width; the lowest bit of a state tells that literals end there.
    private readonly int[] _next;
    private readonly int[][] _ends;
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

        _width = Classify(literals);
        var trie = new Trie(_width);
        for (var index = 0; index < literals.Count; index++)
            trie.Add(literals[index], _classes, index);
        trie.Link();
        // States near the root, where a walk nearly always is, lie side by side in memory.
        var ends = trie.Ends();
        _ends = [.. trie.Order.Select(state => ends[state])];
        _next = Encode(trie, _ends);
        _longest = literals.Count == 0 ? 0 : literals.Max(static literal => literal.Length);
        _starts = SearchValues.Create([.. literals.SelectMany(static literal =>
            (char[])[char.ToLowerInvariant(literal[0]), char.ToUpperInvariant(literal[0])])]);
        _skips = literals.DistinctBy(static literal => char.ToLowerInvariant(literal[0])).Count() <= MostStarts;
    }

    /// <summary>States of the automaton; the table takes four bytes times 1 to 128 for each.</summary>
    public int States => _ends.Length;

    /// <summary>Adds where literals stand, ordered by their ends.</summary>
    public void Find(ReadOnlySpan<char> text, HitBuffer into)
    {
        if (_skips)
            FindSkipping(text, into);
        else if (text.Length / Lanes < Math.Max(LeastPart, _longest))
            Walk(text, 0, Root, into);
        else
            FindInParts(text, into);
    }

    private void FindInParts(ReadOnlySpan<char> text, HitBuffer into)
    {
        // A literal that ends in a part may begin before it: what lies so far back is walked first.
        var part = text.Length / Lanes;
        var (second, third, fourth) = (Enter(text, part), Enter(text, 2 * part), Enter(text, 3 * part));
        var first = Root;
        var (hits, seconds, thirds, fourths) = (into, into.Lane(1), into.Lane(2), into.Lane(3));
        var (next, classes) = (_next, _classes);
        var one = text[..part];
        var two = text.Slice(part, part);
        var three = text.Slice(2 * part, part);
        var four = text.Slice(3 * part, part);
        for (var index = 0; index < one.Length; index++)
        {
            first = Step(next, classes, first, one[index]);
            second = Step(next, classes, second, two[index]);
            third = Step(next, classes, third, three[index]);
            fourth = Step(next, classes, fourth, four[index]);
            if (((first | second | third | fourth) & 1) == 0)
                continue;
            Add(first, index + 1, hits);
            Add(second, part + index + 1, seconds);
            Add(third, (2 * part) + index + 1, thirds);
            Add(fourth, (3 * part) + index + 1, fourths);
        }

        Walk(text, Lanes * part, fourth, fourths);
        into.Join();
    }

    private int Enter(ReadOnlySpan<char> text, int place)
    {
        var state = Root;
        foreach (var letter in text[(place - _longest)..place])
            state = Step(_next, _classes, state, letter);
        return state;
    }

    private void Walk(ReadOnlySpan<char> text, int from, int state, HitBuffer into)
    {
        for (var index = from; index < text.Length; index++)
        {
            state = Step(_next, _classes, state, text[index]);
            if ((state & 1) != 0)
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

            state = Step(_next, _classes, state, text[index]);
            if ((state & 1) != 0)
                Add(state, index + 1, into);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Step(int[] next, byte[] classes, int state, char letter) =>
        letter < classes.Length ? next[(state >> 1) + classes[letter]] : Root;

    private void Add(int state, int end, HitBuffer into)
    {
        if ((state & 1) == 0)
            return;
        foreach (var literal in _ends[(state >> 1) / _width])
            into.Add(new LiteralHit(literal, end));
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

    private int[] Encode(Trie trie, int[][] ends)
    {
        var numbers = new int[ends.Length];
        for (var number = 0; number < numbers.Length; number++)
            numbers[trie.Order[number]] = number;
        var table = new int[ends.Length * _width];
        for (var number = 0; number < ends.Length; number++)
        {
            for (var letter = 0; letter < _width; letter++)
            {
                var target = numbers[trie.Next(trie.Order[number], letter)];
                table[(number * _width) + letter] = (target * _width << 1) | (ends[target].Length > 0 ? 1 : 0);
            }
        }

        return table;
    }
}
