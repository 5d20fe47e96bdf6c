namespace Tako.Workspace.Senses;

/// <summary>How a repository's tests are run, and from what that was concluded.</summary>
/// <param name="Framework">The name that <see cref="PainReader"/> knows the output by.</param>
public sealed record TestCommand(IReadOnlyList<string> Argv, string Framework, string Why)
{
    /// <summary>What makes the repository ready for its tests; null when nothing is needed.</summary>
    public PrepareCommand? Prepare { get; init; }
}

/// <summary>A command that restores packages or builds what tests need; it runs code of the repository and wants a network.</summary>
public sealed record PrepareCommand(IReadOnlyList<string> Argv, string Why);

/// <summary>The repository's test command, or what was looked for in vain.</summary>
public abstract record TestDetection
{
    private TestDetection() { }

    public sealed record Found(TestCommand Command) : TestDetection;

    public sealed record None(IReadOnlyList<string> LookedFor) : TestDetection
    {
        public override string ToString() =>
            $"No tests were found (looked for: {string.Join("; ", LookedFor)}). Name the command in the contract: testCommand.";
    }
}
