using Tako.Workspace.Senses;

namespace Tako.Workspace.Guard;

/// <summary>What was seen of a change set when its tests ran.</summary>
public sealed record Evidence
{
    /// <summary>The change set that was tested.</summary>
    public required string ChangeSetHash { get; init; }

    public required bool TestsGreen { get; init; }

    /// <summary>The commands or acceptance tests that ran; empty when the repository has none.</summary>
    public IReadOnlyList<string> Tests { get; init; } = [];

    /// <summary>The isolation they ran in: <c>L1</c> to <c>L4</c>.</summary>
    public required string Tier { get; init; }

    /// <summary>The tests of the repository before the change, where they were counted.</summary>
    public TestTally? Before { get; init; }

    /// <summary>The tests with the change.</summary>
    public TestTally? After { get; init; }

    /// <summary>Commands of the law that ran over the change.</summary>
    public IReadOnlyList<CommandRun> Commands { get; init; } = [];
}
