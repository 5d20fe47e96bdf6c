using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

/// <summary>A repair that might heal a wound, not yet tried.</summary>
/// <param name="What">What it would do, for people.</param>
/// <param name="Cost">How unlikely it is that a programmer would do this; 1 is the ordinary repair.</param>
/// <param name="Edits">The least edits that do it; they do not overlap.</param>
internal sealed record Candidate(string What, double Cost, IReadOnlyList<CodeEdit> Edits)
{
    /// <summary>The name of a declaration whose users in other files may feel the change.</summary>
    public string? Reaches { get; init; }

    /// <summary>What it heals may have hidden other errors: it is worth a step even if as many are seen afterwards.</summary>
    public bool Uncovers { get; init; }

    /// <summary>Tokens of the program that the edits may replace or drop at most.</summary>
    public int MayDrop { get; init; } = 1;

    public static Candidate Insert(string what, double cost, SyntaxTree tree, int at, string text) =>
        new(what, cost, [new CodeEdit(tree, new TextSpan(at, 0), text)]);

    public static Candidate Replace(string what, double cost, SyntaxTree tree, TextSpan span, string text) =>
        new(what, cost, [new CodeEdit(tree, span, text)]);
}
