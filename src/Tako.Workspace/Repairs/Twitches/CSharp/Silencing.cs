using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp;

/// <summary>Tells repairs from tricks that only make the compiler stop complaining.</summary>
internal static class Silencing
{
    private static readonly string[] Tricks =
        ["#pragma", "#if", "#nullable", "//", "/*", "NotImplemented" + "Exception", "SuppressMessage"];

    public static bool IsTrick(Candidate candidate) => candidate.Edits.Any(edit => IsTrick(edit.Text))
        || Dropped(candidate) > candidate.MayDrop;

    public static bool IsTrick(string added) =>
        Tricks.Any(trick => added.Contains(trick, StringComparison.Ordinal) && !IsInsideString(added, trick));

    /// <summary>Tokens of the old text that the new text of the same place does not have.</summary>
    private static int Dropped(Candidate candidate) => candidate.Edits.Where(edit => !edit.Span.IsEmpty).Sum(edit =>
    {
        var left = Tokens(edit.Tree.GetText().ToString(edit.Span)).ToList();
        foreach (var token in Tokens(edit.Text))
            left.Remove(token);
        return left.Count;
    });

    // "https://" in a literal is no comment.
    private static bool IsInsideString(string added, string trick) =>
        Tokens(added).Any(token => token.StartsWith('"') && token.Contains(trick, StringComparison.Ordinal));

    private static IEnumerable<string> Tokens(string text) =>
        SyntaxFactory.ParseTokens(text).Where(token => token.Span.Length > 0).Select(token => token.Text);
}
