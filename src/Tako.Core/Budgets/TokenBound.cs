using System.Text;

namespace Tako.Core.Budgets;

/// <summary>
/// An upper bound of a text's tokens that holds for every byte-level tokenizer: a token covers at least one UTF-8 byte.
/// </summary>
public static class TokenBound
{
    /// <summary>
    /// Tokens that a chat template may add around one message (role, separators), which the text does not show. Without
    /// them a call of a few words would look like an overrun.
    /// </summary>
    public const int PerMessage = 32;

    public static long UpperBound(ReadOnlySpan<char> text) => Encoding.UTF8.GetByteCount(text);
}
