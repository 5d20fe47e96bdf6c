using System.Text;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard.Rules;

/// <summary>A file of an example: before, after, or both.</summary>
internal sealed record ExampleFile(string Path, string? Before, string? After)
{
    public string? From { get; init; }

    public UnixFileMode Mode { get; init; } = (UnixFileMode)0x1A4;

    public bool IsLink { get; init; }

    public Change ToChange() => new()
    {
        Kind = From is not null ? ChangeKind.Renamed
            : Before is null ? ChangeKind.Added : After is null ? ChangeKind.Deleted : ChangeKind.Edited,
        Path = At(Path),
        From = From is null ? null : At(From),
        Base = Before is null ? null : Base(Encoding.UTF8.GetBytes(Before)),
        Content = After is null ? null : new ReadOnlyMemory<byte>?(Encoding.UTF8.GetBytes(After)),
        Mode = After is null ? null : Mode,
        IsLink = IsLink,
    };

    private static BaseFile Base(byte[] content) =>
        new(ContentHash.Of(content), content.Length, (UnixFileMode)0x1A4) { Content = content };

    private static RepoPath At(string path) => RepoPath.TryParse(path, out var parsed, out var why)
        ? parsed
        : throw new InvalidOperationException($"The example's path '{path}' {why}.");
}

/// <summary>A change that shows a rule at work.</summary>
/// <param name="IsViolation">Whether the rule must be violated by it, or must hold.</param>
internal sealed record RuleExample(bool IsViolation, params IReadOnlyList<ExampleFile> Files)
{
    /// <summary>The exit code of the rule's command; null when it did not run.</summary>
    public int? Exit { get; init; }

    /// <summary>What the law is for this example, beside the rule itself.</summary>
    public Func<Constitution, Constitution> Law { get; init; } = static law => law;

    public GuardCapability Capability { get; init; } = new();

    /// <summary>Makes the evidence for the change set with this hash; null for none.</summary>
    public Func<string, Evidence?> Evidence { get; init; } = static hash =>
        new Evidence { ChangeSetHash = hash, TestsGreen = true, Tests = ["test"], Tier = "L1" };

    /// <summary>The files moved on disk meanwhile.</summary>
    public bool Moved { get; init; }

    public static RuleExample Violation(string path, string? before, string? after) => new(true, new ExampleFile(path, before, after));

    public static RuleExample Holding(string path, string? before, string? after) => new(false, new ExampleFile(path, before, after));

    /// <summary>Why the rule does not do with it what it should; null when it does.</summary>
    public string? Run(GuardRule rule, Constitution law, IReadOnlyList<string> command)
    {
        var changes = new ChangeSet("/", Files.Select(file => file.ToChange()));
        var scene = new Scene(changes, Law(law with { Faults = [], Advise = [] }), Capability)
        {
            Evidence = Evidence(changes.Hash),
            Commands = Exit is { } code ? [new CommandRun(rule.Id, command, changes.Hash, code)] : [],
            Moved = Moved ? [.. changes.Changes.Select(change => change.Path)] : [],
        };
        var stand = rule.Ask(scene).Proof.Stand;
        var wanted = IsViolation ? RuleStand.Violated : RuleStand.Holds;
        if (stand == wanted)
            return null;
        return $"The example that {(IsViolation ? "violates" : "keeps")} '{rule.Id}' "
            + $"({string.Join(", ", Files.Select(file => file.Path))}) " +
            stand switch
            {
                RuleStand.NotApplicable => "is not among what the rule applies to",
                RuleStand.Holds => "does not violate it",
                RuleStand.Violated => "violates it",
                _ => "cannot be evaluated",
            } + ".";
    }
}
