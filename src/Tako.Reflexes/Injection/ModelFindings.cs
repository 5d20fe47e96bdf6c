using Tako.Core.Text;
using Tako.Reflexes.Inspection;

namespace Tako.Reflexes.Injection;

/// <summary>
/// Turns running sums into findings: one where the sum rises over a level, from where it rose over the open level to there, at most as
/// far as a
/// scanner may hold back.
/// </summary>
internal ref struct ModelFindings : ISumReader
{
    private readonly ModelLevels[] _levels;
    private readonly FindingList? _into;
    private readonly int _length;
    private HeadStates _states;

    public ModelFindings(ModelLevels[] levels, int length, FindingList? into) => (_levels, _length, _into) = (levels, length, into);

    public void Read(int head, int at, scoped ReadOnlySpan<int> sums)
    {
        var levels = _levels[head];
        ref var state = ref _states[head];
        for (var index = 0; index < sums.Length; index++)
        {
            var sum = sums[index];
            if (sum < levels.Open)
            {
                // Nearly always: nothing is open and nothing opens.
                if (!state.IsOpen && sums[index..].IndexOfAnyInRange(levels.Open, int.MaxValue) is var next)
                {
                    if (next < 0)
                        break;
                    index += next - 1;
                    continue;
                }

                state = default;
                continue;
            }

            if (!state.IsOpen)
                state = new HeadState { IsOpen = true, Begin = Math.Max(0, Math.Min(at + index, _length) - 1) };
            var level = LevelOf(levels, sum);
            if (level > state.Level && _into is not null)
                _into.Add(Found(levels, level - 1, state.Begin, Math.Min(at + index, _length)));
            state.Level = level;
        }
    }

    /// <summary>Where the earliest open region began, or the text's length.</summary>
    public readonly int Open()
    {
        var open = _length;
        for (var head = 0; head < _levels.Length; head++)
        {
            if (_states[head].IsOpen)
                open = Math.Min(open, _states[head].Begin);
        }

        return open;
    }

    private static Finding Found(ModelLevels levels, int level, int begin, int end)
    {
        begin = Math.Max(begin, end - TextScanner.MaxReach);
        return new Finding(begin, end - begin, FindingFamily.Injection, levels.Kind, levels.Shares[level]);
    }

    // How many levels the sum has reached.
    private static int LevelOf(ModelLevels levels, int sum)
    {
        var level = 0;
        while (level < levels.Sums.Length && sum >= levels.Sums[level])
            level++;
        return level;
    }

    internal struct HeadState
    {
        public bool IsOpen;
        public int Begin;
        public int Level;
    }

    [System.Runtime.CompilerServices.InlineArray(LinearHeads.MaxHeads)]
    internal struct HeadStates
    {
        private HeadState _first;
    }
}
