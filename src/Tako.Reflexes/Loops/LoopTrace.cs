namespace Tako.Reflexes.Loops;

/// <summary>The last calls of one actor, and whether one more of them would go round in circles.</summary>
internal sealed class LoopTrace(LoopsOptions options)
{
    // Oldest first; never longer than the window.
    private readonly List<Entry> _entries = new(options.Window);

    /// <param name="Fresh">Neither the call with this result was seen before within the window.</param>
    /// <param name="Change">It was fresh and changed the world, so that repeating an earlier call makes sense again.</param>
    private readonly record struct Entry(string Tool, string Arguments, string Result, bool Fresh, bool Change)
    {
        public bool IsCall(string tool, string arguments) => Tool == tool && Arguments == arguments;
    }

    public void Add(string tool, string arguments, string result, bool changes)
    {
        var fresh = !_entries.Exists(entry => entry.IsCall(tool, arguments) && entry.Result == result);
        if (_entries.Count == options.Window)
            _entries.RemoveAt(0);
        _entries.Add(new Entry(tool, arguments, result, fresh, fresh && changes));
    }

    /// <summary>What repeats, or null.</summary>
    public string? Circle(string tool, string arguments)
    {
        var last = _entries.FindLastIndex(entry => entry.IsCall(tool, arguments));
        if (last < 0)
            return null;
        var same = 0;
        for (var index = _entries.Count - 1; index >= 0 && !(_entries[index].Change && index != last); index--)
        {
            if (_entries[index].IsCall(tool, arguments) && _entries[index].Result == _entries[last].Result)
                same++;
        }

        if (same >= options.Repeats)
            return $"{tool} was called {same} times with the same arguments and gave the same result each time";
        if (Alternates(tool, arguments) is { } other)
            return $"{tool} and {other} were called in turn {options.Rounds} times with the same arguments and the same results";
        var calls = _entries.Count(entry => entry.IsCall(tool, arguments));
        if (calls >= options.SameCall)
            return $"{tool} was called {calls} times with the same arguments among the last {_entries.Count} calls";
        return _entries.Count >= options.Idle && !_entries[^options.Idle..].Exists(entry => entry.Fresh)
            ? $"the last {options.Idle} calls brought nothing new, and {tool} with these arguments was among the calls before"
            : null;
    }

    // The call would be the next A after A, B, A, B.
    private string? Alternates(string tool, string arguments)
    {
        var rounds = _entries.Count >= 2 * options.Rounds ? _entries[^(2 * options.Rounds)..] : [];
        if (rounds.Count == 0 || !rounds[0].IsCall(tool, arguments) || rounds[1].IsCall(tool, arguments))
            return null;
        for (var index = 2; index < rounds.Count; index++)
        {
            var (now, before) = (rounds[index], rounds[index - 2]);
            if (!now.IsCall(before.Tool, before.Arguments) || now.Result != before.Result)
                return null;
        }

        return rounds[1].Tool;
    }
}
