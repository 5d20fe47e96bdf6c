using Tako.Arms.Guarding;
using Tako.Arms.Judging;
using Tako.Arms.Judging.Facts;

namespace Tako.Tests.Brain;

public sealed class RulesTests
{
    private static readonly Judgement Green = new()
    {
        Changes = "c",
        Green = true,
        Acceptance = [new Accepted("tests", true, "3 passed")],
        Opinion = "accept",
        Tier = "L1",
    };

    private static readonly Judgement Red = Green with
    {
        Green = false,
        Acceptance = [new Accepted("tests", false, "1 failed")],
        Opinion = null,
    };

    private static readonly Judgement Rejected = Green with { Opinion = "reject", Reasons = ["special case"] };

    private static readonly Judgement Contradicted = Green with
    {
        Facts = [new JudgedClaim("reader", "It is 5.", FactVerdict.Contradicted, ["It is 6."])],
    };

    private static readonly Judgement Unverified = Green with { Green = false, Acceptance = [], Opinion = null };

    private static readonly Evidence Fine = new()
    {
        Judgement = Green,
        Objections = new Objections { Changes = "c", Verdict = "allow" },
        Confidence = 0.9,
        Conflicts = [],
        Novelty = 0,
        Empty = false,
        Round = 0,
        Stage = DegradeStage.Full,
    };

    private static readonly Objections Deny = new() { Changes = "c", Verdict = "deny", Findings = ["a protected file"] };
    private static readonly Objections Ask = new() { Changes = "c", Verdict = "ask", Findings = ["a build file"] };

    public static TheoryData<string, string, string> Table { get; } = new()
    {
        { "fine", "Write", "verified and allowed" },
        { "empty and green", "Nothing", "nothing changed, tests green" },
        { "empty and red", "Partial", "no usable work" },
        { "denied", "Repair", "the guardian denies" },
        { "denied, last round", "Partial", "the guardian denies" },
        { "denied, though red too", "Repair", "the guardian denies" },
        { "denied, no budget", "Partial", "the guardian denies" },
        { "denied by a command of the law", "Partial", "a command of the law denies" },
        { "red", "Repair", "acceptance tests are red" },
        { "red, last round", "Partial", "acceptance tests are red" },
        { "red, no budget", "Partial", "acceptance tests are red" },
        { "red, though the guardian asks", "Repair", "acceptance tests are red" },
        { "rejected", "Repair", "judge against coder: repair first" },
        { "rejected, last round", "Ask", "judge against coder: a person decides" },
        { "rejected, though the guardian asks", "Repair", "judge against coder: repair first" },
        { "contradicted", "Ask", "a source contradicts a claim" },
        { "contradicted, and red", "Repair", "acceptance tests are red" },
        { "contradicted, and nothing changed", "Partial", "a source contradicts a claim" },
        { "no tests", "Ask", "nothing verifies the change" },
        { "no tests, though the guardian asks", "Ask", "nothing verifies the change" },
        { "guardian asks", "Ask", "the guardian asks" },
        { "guardian asks, and a conflict", "Ask", "the guardian asks" },
        { "conflict", "Ask", "arms disagree on a file" },
        { "conflict and novelty", "Ask", "arms disagree on a file" },
        { "novel", "Ask", "novelty" },
        { "as novel as allowed", "Write", "verified and allowed" },
        { "novel and unsure", "Ask", "novelty" },
        { "unsure", "Ask", "low confidence" },
        { "just sure enough", "Write", "verified and allowed" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void The_first_rule_that_holds_decides(string situation, string choice, string rule)
    {
        var evidence = situation switch
        {
            "fine" => Fine,
            "denied by a command of the law" => Fine with { Objections = Deny with { ByCommand = true } },
            "empty and green" => Fine with { Empty = true },
            "empty and red" => Fine with { Empty = true, Judgement = Red, Objections = Deny },
            "denied" => Fine with { Objections = Deny },
            "denied, last round" => Fine with { Objections = Deny, Round = 2 },
            "denied, though red too" => Fine with { Objections = Deny, Judgement = Red },
            "denied, no budget" => Fine with { Objections = Deny, Stage = DegradeStage.ReflexesOnly },
            "red" => Fine with { Judgement = Red },
            "red, last round" => Fine with { Judgement = Red, Round = 2 },
            "red, no budget" => Fine with { Judgement = Red, Stage = DegradeStage.Partial },
            "red, though the guardian asks" => Fine with { Judgement = Red, Objections = Ask },
            "contradicted" => Fine with { Judgement = Contradicted },
            "contradicted, and red" => Fine with { Judgement = Contradicted with { Green = false, Acceptance = Red.Acceptance } },
            "contradicted, and nothing changed" => Fine with { Judgement = Contradicted, Empty = true },
            "rejected" => Fine with { Judgement = Rejected },
            "rejected, last round" => Fine with { Judgement = Rejected, Round = 2 },
            "rejected, though the guardian asks" => Fine with { Judgement = Rejected, Objections = Ask },
            "no tests" => Fine with { Judgement = Unverified },
            "no tests, though the guardian asks" => Fine with { Judgement = Unverified, Objections = Ask },
            "guardian asks" => Fine with { Objections = Ask },
            "guardian asks, and a conflict" => Fine with { Objections = Ask, Conflicts = ["two arms"] },
            "conflict" => Fine with { Conflicts = ["two arms"] },
            "conflict and novelty" => Fine with { Conflicts = ["two arms"], Novelty = 1 },
            "novel" => Fine with { Novelty = 0.68 },
            "as novel as allowed" => Fine with { Novelty = 0.67 },
            "novel and unsure" => Fine with { Novelty = 1, Confidence = 0 },
            "unsure" => Fine with { Confidence = 0.49 },
            "just sure enough" => Fine with { Confidence = 0.5 },
            _ => throw new ArgumentException(situation),
        };

        var decision = Rules.Decide(evidence, new BrainOptions());

        (decision.Choice.ToString(), decision.Rule).ShouldBe((choice, rule));
        decision.Reason.ShouldNotBeEmpty();
    }
}
