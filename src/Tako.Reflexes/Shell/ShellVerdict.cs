namespace Tako.Reflexes.Shell;

/// <summary>What is thought of a command: the strictest level of its findings, strictest first.</summary>
public sealed record ShellVerdict(ShellLevel Level, IReadOnlyList<ShellFinding> Findings)
{
    /// <summary>The verdict on a command that has nothing against it.</summary>
    public static readonly ShellVerdict Ok = new(ShellLevel.Allow, []);
}

/// <summary>One thing that a command would do, without the values it would do it to.</summary>
/// <param name="Code">Stable, such as <c>git.reset-hard</c>.</param>
/// <param name="Reason">What is wrong, in words that follow the command's name.</param>
/// <param name="WayOut">What to do instead, in one sentence.</param>
public sealed record ShellFinding(string Code, ShellLevel Level, string Command, string Reason, string WayOut);
