using System.Text.Json.Nodes;
using Tako.Cli.Terminal;
using Tako.Workspace.Guard;
using Tako.Workspace.Guard.Checks;

namespace Tako.Cli.Verbs;

/// <summary>What a check says, in the format that was asked for.</summary>
internal sealed record GuardText(GitChanges.Found Found, IReadOnlyList<RuleCard> Rules, IReadOnlyList<GuardFinding> Findings,
    IReadOnlyList<RuleProof> Proofs, int ExitCode)
{
    private const string Unproven = "No tests were run, so this says nothing about whether the change is right.";

    private string Verdict => ExitCode switch
    {
        Cli.ExitCode.Denied => "denied",
        Cli.ExitCode.Halted => "a person must approve",
        _ => "allowed",
    };

    private string Against => Found.Against is { } commit ? commit[..12] : "an empty repository";

    public void Print(string format)
    {
        switch (format)
        {
            case "json":
                Say.Object(ToJson());
                break;
            case "sarif":
                Console.Out.WriteLine(SarifReport.Write(Rules, Findings, Found.Changes.Hash));
                break;
            case "github":
                foreach (var finding in Findings)
                    Console.Out.WriteLine(GitHubReport.Write(finding));
                Console.Out.WriteLine($"{Summary()} {Unproven}");
                break;
            default:
                foreach (var finding in Findings)
                    Console.Out.WriteLine($"{Word(finding.Severity),-5} {finding}");
                Console.Out.WriteLine($"{Summary()} {Unproven}");
                if (ExitCode == Cli.ExitCode.Halted)
                    Console.Out.WriteLine($"Whoever has looked at it says so with: tako guard check --approved {Found.Changes.Hash}");
                break;
        }
    }

    public static void PrintRules(IReadOnlyList<RuleCard> rules, bool json)
    {
        if (json)
        {
            Say.Object(new JsonObject { ["rules"] = new JsonArray([.. rules.Select(rule => (JsonNode)new JsonObject
            {
                ["id"] = rule.Id,
                ["tier"] = Word(rule.Tier),
                ["risk"] = Word(rule.Risk),
                ["action"] = Word(rule.Action),
                ["onIndeterminate"] = rule.Opens ? "open" : "closed",
                ["origin"] = rule.Origin,
                ["purpose"] = rule.Purpose,
            })]) });
            return;
        }

        var width = Math.Max(4, rules.Max(rule => rule.Id.Length));
        Console.Out.WriteLine($"{"rule".PadRight(width)}  {"tier",-12}  {"risk",-9}  {"action",-6}  {"origin",-10}  what it guards");
        foreach (var rule in rules)
            Console.Out.WriteLine($"{rule.Id.PadRight(width)}  {Word(rule.Tier),-12}  {Word(rule.Risk),-9}  {Word(rule.Action),-6}  "
                + $"{rule.Origin,-10}  {rule.Purpose}");
    }

    private string Summary() =>
        $"{Found.Changes.Changes.Count} file(s) against {Against}: {Verdict} "
        + $"({Count(Severity.Deny)} denied, {Count(Severity.Ask)} to approve, "
        + $"{Count(Severity.Note)} noted).";

    private int Count(Severity severity) => Findings.Count(finding => finding.Severity == severity);

    private JsonObject ToJson() => new()
    {
        ["verdict"] = ExitCode switch { Cli.ExitCode.Denied => "deny", Cli.ExitCode.Halted => "ask", _ => "allow" },
        ["changes"] = Found.Changes.Hash,
        ["against"] = Found.Against,
        ["files"] = Found.Changes.Changes.Count,
        ["evidence"] = "none",
        ["findings"] = new JsonArray([.. Findings.Select(finding => (JsonNode)new JsonObject
        {
            ["rule"] = finding.Rule,
            ["action"] = Word(finding.Severity),
            ["tier"] = Word(finding.Tier),
            ["risk"] = Word(finding.Risk),
            ["approver"] = finding.Approver,
            ["indeterminate"] = finding.Indeterminate,
            ["path"] = finding.Path?.Value,
            ["line"] = finding.Line > 0 ? finding.Line : null,
            ["message"] = finding.Message,
            ["wayOut"] = finding.WayOut,
        })]),
        ["rules"] = new JsonArray([.. Proofs.Select(proof => (JsonNode)new JsonObject
        {
            ["rule"] = proof.Rule,
            ["stand"] = Word(proof.Stand),
            ["files"] = proof.Files,
        })]),
    };

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
