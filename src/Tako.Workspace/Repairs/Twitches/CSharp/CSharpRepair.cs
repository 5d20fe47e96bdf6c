using Microsoft.CodeAnalysis.CSharp;

namespace Tako.Workspace.Repairs.Twitches.CSharp;

/// <summary>What became of a compilation that had errors.</summary>
/// <param name="After">The best state reached; the given compilation when nothing helped.</param>
/// <param name="Steps">The repairs that led to it, in order.</param>
/// <param name="ErrorsBefore">Errors in the files that were looked at.</param>
/// <param name="ErrorsAfter">Errors left there.</param>
public sealed record CSharpRepair(CSharpCompilation After, IReadOnlyList<CSharpRepairStep> Steps, int ErrorsBefore, int ErrorsAfter)
{
    /// <summary>Every state on the way: one after each step.</summary>
    public IReadOnlyList<CSharpCompilation> States { get; init; } = [];
}

/// <summary>One repair that eased the pain.</summary>
/// <param name="Name">Which repair, such as <c>csharp.semicolon</c>.</param>
/// <param name="Error">The compiler's id of the error it was for.</param>
/// <param name="What">What it did, for people.</param>
public sealed record CSharpRepairStep(string Name, string Error, string What);
