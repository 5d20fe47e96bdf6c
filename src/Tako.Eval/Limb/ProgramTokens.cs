using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Tako.Eval.Limb;

/// <summary>Compares programs by their tokens: white space and comments do not count.</summary>
internal static class ProgramTokens
{
    /// <summary>Whether two programs are the same once every literal is masked.</summary>
    public static bool AreEqual(string left, string right) => Of(left).Select(Mask).SequenceEqual(Of(right).Select(Mask),
        StringComparer.Ordinal);

    /// <summary>How many tokens came and how many went.</summary>
    public static (int Added, int Removed) Changed(string before, string after)
    {
        var old = Of(before).Select(token => token.Text).ToList();
        var now = Of(after).Select(token => token.Text).ToList();
        var start = old.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        var end = old.Skip(start).Reverse().Zip(now.Skip(start).Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        var common = Common(old[start..^end], now[start..^end]);
        return (now.Count - start - end - common, old.Count - start - end - common);
    }

    // Longest common subsequence.
    private static int Common(List<string> left, List<string> right)
    {
        var row = new int[right.Count + 1];
        foreach (var token in left)
        {
            var diagonal = 0;
            for (var at = 1; at <= right.Count; at++)
            {
                var above = row[at];
                row[at] = token == right[at - 1] ? diagonal + 1 : Math.Max(above, row[at - 1]);
                diagonal = above;
            }
        }

        return row[^1];
    }

    private static IEnumerable<SyntaxToken> Of(string text) => SyntaxFactory.ParseTokens(text).Where(token => token.Span.Length > 0);

    private static string Mask(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.NumericLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.StringLiteralToken
            or SyntaxKind.Utf8StringLiteralToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
                or SyntaxKind.InterpolatedStringToken
            or SyntaxKind.InterpolatedStringTextToken => "literal",
        _ => token.Text,
    };
}
