using DiffPlex;

namespace Tako.Workspace.Overlay;

/// <summary>Lines of the old text that give way to lines of the new one.</summary>
internal readonly record struct DiffBlock(int Old, int OldCount, int New, int NewCount)
{
    public int OldEnd => Old + OldCount;

    public int NewEnd => New + NewCount;
}

/// <summary>Compares texts line by line. What is equal at both ends is cut off first, since most edits are local.</summary>
internal static class LineDiff
{
    /// <summary>More differing lines than this on both sides are one block: a finer answer is not worth quadratic time.</summary>
    private const int MaxLines = 4_000;

    public static IReadOnlyList<DiffBlock> Compare(IReadOnlyList<string> old, IReadOnlyList<string> now)
    {
        var (start, oldEnd, newEnd) = (0, old.Count, now.Count);
        while (start < oldEnd && start < newEnd && old[start] == now[start])
            start++;
        while (oldEnd > start && newEnd > start && old[oldEnd - 1] == now[newEnd - 1])
            (oldEnd, newEnd) = (oldEnd - 1, newEnd - 1);
        if (start == oldEnd && start == newEnd)
            return [];
        if (start == oldEnd || start == newEnd || (oldEnd - start) + (newEnd - start) > MaxLines)
            return [new DiffBlock(start, oldEnd - start, start, newEnd - start)];
        var result = new Differ().CreateCustomDiffs(Join(old, start, oldEnd), Join(now, start, newEnd),
            ignoreWhiteSpace: false, text => [.. TextLines.Split(text)]);
        return [.. result.DiffBlocks.Select(block => new DiffBlock(
            block.DeleteStartA + start, block.DeleteCountA, block.InsertStartB + start, block.InsertCountB))];
    }

    private static string Join(IReadOnlyList<string> lines, int start, int end) =>
        string.Concat(lines.Skip(start).Take(end - start));
}
