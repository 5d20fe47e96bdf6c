namespace Tako.Reflexes.Literals;

/// <summary>The tree of literals while an automaton is built.</summary>
internal sealed class Trie(int width)
{
    private readonly List<int[]> _next = [New(width)];
    private readonly List<List<int>> _ends = [[]];
    private readonly List<int> _order = [0];

    public void Add(string literal, byte[] classes, int index)
    {
        var state = 0;
        foreach (var letter in literal)
        {
            ref var next = ref _next[state][classes[letter]];
            if (next < 0)
            {
                next = _next.Count;
                state = next;
                _next.Add(New(width));
                _ends.Add([]);
            }
            else
            {
                state = next;
            }
        }

        _ends[state].Add(index);
    }

    /// <summary>Makes every step total: where no literal goes on, to the longest end of what was read that begins another.</summary>
    public void Link()
    {
        var failures = new int[_next.Count];
        var queue = new Queue<int>();
        for (var letter = 0; letter < width; letter++)
        {
            if (_next[0][letter] > 0)
                queue.Enqueue(_next[0][letter]);
            else
                _next[0][letter] = 0;
        }

        while (queue.TryDequeue(out var state))
        {
            _order.Add(state);
            var failure = failures[state];
            _ends[state].AddRange(_ends[failure]);
            for (var letter = 0; letter < width; letter++)
            {
                if (_next[state][letter] is var child and >= 0)
                {
                    failures[child] = _next[failure][letter];
                    queue.Enqueue(child);
                }
                else
                {
                    _next[state][letter] = _next[failure][letter];
                }
            }
        }
    }

    /// <summary>The states once they are linked, those of the shortest beginnings first.</summary>
    public IReadOnlyList<int> Order => _order;

    public int Next(int state, int letter) => _next[state][letter];

    public int[][] Ends() => [.. _ends.Select(static ends => ends.ToArray())];

    private static int[] New(int width)
    {
        var row = new int[width];
        Array.Fill(row, -1);
        return row;
    }
}
