using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses;

/// <summary>One thing that a sense felt to be wrong in a shadow.</summary>
public sealed record Pain
{
    /// <summary>Which sense felt it, from cheap to dear: <c>edit</c>, <c>parse</c>, <c>semantics</c>, <c>guard</c>, <c>impacted</c>,
    /// <c>build</c>, <c>test</c>.</summary>
    public required string Rung { get; init; }

    /// <summary>The tool that said it, such as <c>dotnet</c> or <c>pytest</c>.</summary>
    public required string Tool { get; init; }

    /// <summary>The tool's name for this kind of fault, such as <c>CS1002</c> or <c>AssertionError</c>.</summary>
    public string Code { get; init; } = "";

    /// <summary>The failed test, where there is one.</summary>
    public string? Test { get; init; }

    public RepoPath? File { get; init; }

    public int? Line { get; init; }

    /// <summary>Where exactly, when the tool says more than a line; its first line is <see cref="Line"/>.</summary>
    public PainSpan? Span { get; init; }

    public required string Message { get; init; }

    public string? Expected { get; init; }

    public string? Actual { get; init; }

    /// <summary>Places in the repository that a stack trace names, nearest first.</summary>
    public IReadOnlyList<SourcePlace> Trace { get; init; } = [];

    /// <summary>Equal for the same pain felt again: numbers, paths, addresses and times do not count.</summary>
    public string Fingerprint => PainFingerprint.Of(Tool, Code, Test, Message);

    /// <summary>The shadow it was felt in; a pain of another shadow is stale.</summary>
    public string WorkspaceHash { get; init; } = "";
}

/// <summary>A piece of a file: lines and columns from 1, the end exclusive.</summary>
public sealed record PainSpan(int Line, int Column, int EndLine, int EndColumn);

/// <summary>A line of a file in the repository.</summary>
public sealed record SourcePlace(RepoPath File, int Line);

/// <summary>How many tests a run told of.</summary>
public sealed record TestTally(int Passed, int Failed, int Skipped)
{
    public int Total => Passed + Failed + Skipped;
}
