using Tako.Workspace.Guard;
using Tako.Workspace.Senses;

namespace Tako.Arms.Judging;

/// <summary>One acceptance test and how it came out.</summary>
internal sealed record Accepted(string Name, bool Passed, string Detail);

/// <summary>What the judge found.</summary>
internal sealed record Judgement
{
    /// <summary>Hash of the change set that was judged.</summary>
    public required string Changes { get; init; }

    /// <summary>Every acceptance test passed.</summary>
    public required bool Green { get; init; }

    public required IReadOnlyList<Accepted> Acceptance { get; init; }

    /// <summary><c>accept</c>, <c>reject</c>, or null when no model gave an opinion.</summary>
    public string? Opinion { get; init; }

    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Claims of other arms that their action traces do not bear out.</summary>
    public IReadOnlyList<string> Unsupported { get; init; } = [];

    /// <summary>What hurts, for whoever repairs.</summary>
    public IReadOnlyList<Pain> Pains { get; init; } = [];

    /// <summary>Commands of the law, and how they ended.</summary>
    public IReadOnlyList<CommandRun> Commands { get; init; } = [];

    public TestTally? Tally { get; init; }

    /// <summary>The repository's tests before anything was changed, where they were counted.</summary>
    public TestTally? Before { get; init; }

    public required string Tier { get; init; }
}
