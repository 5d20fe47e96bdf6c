using System.Buffers;

namespace Tako.Reflexes.Literals;

/// <summary>
/// Finds every occurrence of many literals in one pass: the automaton of Aho and Corasick (1975). Letters of ASCII match in either case;
/// a literal holds ASCII alone. Safe for concurrent use.
/// </summary>
internal sealed class LiteralAutomaton
{
    private const int MostStarts = 8;
    private readonly LiteralWalk _walk;

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

        var (classes, width) = Classify(literals);
        var trie = new Trie(width);
        for (var index = 0; index < literals.Count; index++)
            trie.Add(literals[index], classes, index);
        trie.Link();
        // States near the root, where a walk nearly always is, lie side by side in memory.
        var found = trie.Ends();
        States = found.Length;
        int[] order = [.. trie.Order.Where(state => found[state].Length == 0), .. trie.Order.Where(state => found[state].Length > 0)];
        var ends = new LiteralEnds(order, found);
        var longest = literals.Count == 0 ? 0 : literals.Max(static literal => literal.Length);
        _walk = States <= ushort.MaxValue
            ? new LiteralWalk<ushort>(new StateTable<ushort>(trie, order, width), ends, classes, longest, Starts(literals))
            : new LiteralWalk<int>(new StateTable<int>(trie, order, width), ends, classes, longest, Starts(literals));
    }

    /// <summary>States of the automaton.</summary>
    public int States { get; }

    /// <summary>Adds where literals stand, ordered by their ends.</summary>
    public void Find(ReadOnlySpan<char> text, HitBuffer into) => _walk.Find(text, into);

    // Where nearly every letter begins a literal, looking for the next one costs more than a step.
    private static SearchValues<char>? Starts(IReadOnlyList<string> literals)
    {
        char[] starts = [.. literals.Select(static literal => char.ToLowerInvariant(literal[0])).Distinct()];
        return starts.Length <= MostStarts ? SearchValues.Create([.. starts, .. starts.Select(char.ToUpperInvariant)]) : null;
    }

    private static (byte[] Classes, int Width) Classify(IReadOnlyList<string> literals)
    {
        var classes = new byte[128];
        var width = 1;
        foreach (var letter in literals.SelectMany(static literal => literal))
        {
            var lower = char.ToLowerInvariant(letter);
            if (classes[lower] != 0)
                continue;
            classes[lower] = classes[char.ToUpperInvariant(lower)] = (byte)width++;
        }

        return (classes, width);
    }
}
