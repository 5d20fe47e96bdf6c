using System.Buffers;
using Tako.Reflexes.Inspection;

namespace Tako.Reflexes.Literals;

/// <summary>
/// Finds every occurrence of many literals in one pass: the automaton of Aho and Corasick (1975) as one dense table, so that each
/// character costs two loads. Letters of ASCII match in either case; a literal holds ASCII alone. Safe for concurrent use.
/// </summary>
internal sealed class LiteralAutomaton
{
    private const int Root = 0;
    private const int MostStarts = 8;
    // Characters by their class: those of no literal share class 0.
    private readonly byte[] _classes = new byte[128];
    private readonly int _width;
    // Next state times width; the lowest bit of a state tells that literals end there.
    private readonly int[] _next;
    private readonly int[][] _ends;
    private readonly SearchValues<char> _starts;
    // Where nearly every letter begins a literal, looking for the next one costs more than a step.
    private readonly bool _skips;

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
        _ends = trie.Ends();
        _next = Encode(trie, _ends);
        _starts = SearchValues.Create([.. literals.SelectMany(static literal =>
            (char[])[char.ToLowerInvariant(literal[0]), char.ToUpperInvariant(literal[0])])]);
        _skips = literals.DistinctBy(static literal => char.ToLowerInvariant(literal[0])).Count() <= MostStarts;
    }

    /// <summary>States of the automaton; the table takes four bytes times 1 to 128 for each.</summary>
    public int States => _ends.Length;

    /// <summary>Adds where literals stand, ordered by their ends.</summary>
    public void Find(ReadOnlySpan<char> text, HitBuffer into)
    {
        var (next, classes, width) = (_next, _classes, _width);
        var state = Root;
        for (var index = 0; index < text.Length; index++)
        {
            if (_skips && state == Root)
            {
                // Nothing is open: on to the next letter with which a literal begins.
                var skipped = text[index..].IndexOfAny(_starts);
                if (skipped < 0)
                    return;
                index += skipped;
            }

            var letter = text[index];
            state = letter < 128 ? next[(state >> 1) + classes[letter]] : Root;
            if ((state & 1) == 0)
                continue;
            foreach (var literal in _ends[(state >> 1) / width])
                into.Add(new LiteralHit(literal, index + 1));
        }
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
        var table = new int[ends.Length * _width];
        for (var state = 0; state < ends.Length; state++)
        {
            for (var letter = 0; letter < _width; letter++)
            {
                var target = trie.Next(state, letter);
                table[(state * _width) + letter] = (target * _width << 1) | (ends[target].Length > 0 ? 1 : 0);
            }
        }

        return table;
    }
}
