using System.Text.Json.Serialization;
using Tako.Arms.Judging.Facts;
using Tako.Workspace.Guard;
using Tako.Workspace.Senses;

namespace Tako.Arms.Judging;

/// <summary>One acceptance test and how it came out.</summary>
internal sealed record Accepted(string Name, bool Passed, string Detail);

/// <summary>A claim about what texts say, and what the fact check made of it.</summary>
/// <param name="Reasons">Sentences that a person can follow, with the exact words of the sources.</param>
internal sealed record JudgedClaim(string Arm, string Claim, FactVerdict Verdict, IReadOnlyList<string> Reasons);

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

    /// <summary>Claims about what texts say, each held against those texts.</summary>
    public IReadOnlyList<JudgedClaim> Facts { get; init; } = [];

    /// <summary>What hurts, for whoever repairs.</summary>
    public IReadOnlyList<Pain> Pains { get; init; } = [];

    /// <summary>Commands of the law, and how they ended.</summary>
    public IReadOnlyList<CommandRun> Commands { get; init; } = [];

    public TestTally? Tally { get; init; }

    /// <summary>The repository's tests before anything was changed, where they were counted.</summary>
    public TestTally? Before { get; init; }

    public required string Tier { get; init; }

    /// <summary>What sources say against claims; empty when they say nothing against any.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Contradictions => [.. Facts.Where(fact => fact.Verdict == FactVerdict.Contradicted)
        .Select(fact => $"{fact.Arm}: \"{fact.Claim}\" is contradicted: {string.Join(" ", fact.Reasons)}")];

    /// <summary>
    /// What is left of a confidence, from 1 down to a half: the share of insufficient claims of the arm that has the largest one
    /// counts half.
    /// </summary>
    [JsonIgnore]
    public double Borne => Facts.Count == 0
        ? 1
        : Facts.GroupBy(fact => fact.Arm)
            .Min(arm => 1 - (0.5 * arm.Count(fact => fact.Verdict == FactVerdict.Insufficient) / arm.Count()));
}
