using Tako.Arms.Guarding;
using Tako.Arms.Judging;
using Tako.Brain.Steps;
using Tako.Core.Budgets;
using Tako.Tasks;

namespace Tako.Brain;

/// <summary>What the brain decides to do with joined work.</summary>
internal enum Choice { Write, Repair, Ask, Partial, Nothing }

/// <summary>A decision, the rule that made it, and why.</summary>
internal sealed record Ruling(Choice Choice, string Rule, string Reason);

/// <summary>What the brain knows when it decides: reports of arms, never a raw environment.</summary>
internal sealed record Evidence
{
    public required Judgement Judgement { get; init; }
    public required Objections Objections { get; init; }

    /// <summary>The least confident of the arms whose work is joined.</summary>
    public required double Confidence { get; init; }

    public required IReadOnlyList<string> Conflicts { get; init; }

    /// <summary>Share of the changed files that neither a pain nor the retriever had pointed at.</summary>
    public required double Novelty { get; init; }

    public required bool Empty { get; init; }
    public required int Round { get; init; }
    public required DegradeStage Stage { get; init; }
}

/// <summary>
/// The explicit rules by which conflicts are settled. They are tried in this order and the first that holds decides: tests
/// before opinions, the guardian before everyone, and a person only where no rule is enough.
/// </summary>
internal static class Rules
{
    public static Ruling Decide(Evidence evidence, BrainOptions options)
    {
        var mayRepair = evidence.Round < options.RepairRounds && evidence.Stage < DegradeStage.ReflexesOnly;
        var (judgement, objections) = (evidence.Judgement, evidence.Objections);
        if (evidence.Empty && judgement.Contradictions.Count > 0)
            return new Ruling(Choice.Partial, "a source contradicts a claim", string.Join("; ", judgement.Contradictions.Take(3)));
        if (evidence.Empty && judgement.Green)
            return new Ruling(Choice.Nothing, "nothing changed, tests green", "Every acceptance test passes without a change.");
        if (evidence.Empty)
            return new Ruling(Choice.Partial, "no usable work", "No arm handed over a change.");
        // The tests were green and a program of the law refused all the same: another round would be guessing.
        if (objections is { Verdict: "deny", ByCommand: true })
            return new Ruling(Choice.Partial, "a command of the law denies", string.Join("; ", objections.Findings.Take(3)));
        if (objections.Verdict == "deny")
            return Mend(mayRepair, "the guardian denies", string.Join("; ", objections.Findings.Take(3)));
        if (judgement.Acceptance.Count > 0 && !judgement.Green)
            return Mend(mayRepair, "acceptance tests are red",
                string.Join("; ", judgement.Acceptance.Where(test => !test.Passed)
                    .Select(test => $"{test.Name}: {test.Detail}")));
        // A coder cannot take back what another arm said, so a round of repair would end here again.
        if (judgement.Contradictions.Count > 0)
            return new Ruling(Choice.Ask, "a source contradicts a claim", string.Join("; ", judgement.Contradictions.Take(3)));
        if (judgement.Opinion == "reject" && mayRepair)
            return new Ruling(Choice.Repair, "judge against coder: repair first", string.Join("; ", judgement.Reasons));
        if (judgement.Opinion == "reject")
            return new Ruling(Choice.Ask, "judge against coder: a person decides", string.Join("; ", judgement.Reasons));
        if (judgement.Acceptance.Count == 0)
            return new Ruling(Choice.Ask, "nothing verifies the change", "The repository has no tests and the contract names none.");
        if (objections.Verdict == "ask")
            return new Ruling(Choice.Ask, "the guardian asks", string.Join("; ", objections.Findings.Take(3)));
        if (evidence.Conflicts.Count > 0)
            return new Ruling(Choice.Ask, "arms disagree on a file", string.Join("; ", evidence.Conflicts));
        if (evidence.Novelty > options.NoveltyAbove)
            return new Ruling(Choice.Ask, "novelty", $"{evidence.Novelty:P0} of the changed files were pointed at by nothing.");
        if (evidence.Confidence < options.AskBelow)
            return new Ruling(Choice.Ask, "low confidence", $"The least confident arm is at {evidence.Confidence:0.00}.");
        return new Ruling(Choice.Write, "verified and allowed", "Every acceptance test passes and the constitution allows the change.");
    }

    private static Ruling Mend(bool mayRepair, string rule, string reason) =>
        new(mayRepair ? Choice.Repair : Choice.Partial, rule, reason);
}
