namespace Tako.Core.Text;

/// <summary>Takes the running sums of a text, a block at a time and head by head.</summary>
public interface ISumReader
{
    /// <param name="head">Index of the head.</param>
    /// <param name="at">Place of the first sum: a sum at place p is over what ends before or at character p - 1.</param>
    /// <param name="sums">One for each character of the block.</param>
    void Read(int head, int at, scoped ReadOnlySpan<int> sums);
}
