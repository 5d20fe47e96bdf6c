using Tako.Reflexes.Shell.Syntax;

namespace Tako.Reflexes.Shell;

/// <summary>
/// Judges shell commands by what they would do: the script is parsed, wrappers are taken off, and each command is held against
/// a model of its arguments. No boundary: the sandbox is. Safe for concurrent use; never throws on any text.
/// </summary>
public sealed class ShellJudge(ShellOptions? options = null)
{
    private static readonly ShellContext Nowhere = new();
    private readonly ShellOptions _options = (options ?? new ShellOptions()).Validate();

    /// <summary>Judges a script.</summary>
    public ShellVerdict Judge(string command, ShellContext? context = null)
    {
        if (command.AsSpan().IsWhiteSpace())
            return ShellVerdict.Ok;
        var walk = new ShellWalk(context ?? Nowhere, _options);
        if (command.Length > _options.MaxLength)
            walk.Unreadable($"it is longer than {_options.MaxLength} characters");
        walk.Script(command.Length > _options.MaxLength ? command[.._options.MaxLength] : command, Feed.Nothing);
        return walk.Verdict();
    }

    /// <summary>Judges a program and its arguments as they are given to the system, without a shell in between.</summary>
    public ShellVerdict Judge(IReadOnlyList<string> program, ShellContext? context = null)
    {
        var walk = new ShellWalk(context ?? Nowhere, _options);
        if (program.Sum(static word => (long)word.Length) > _options.MaxLength)
            walk.Unreadable($"it is longer than {_options.MaxLength} characters");
        else if (program.Count > 0)
            walk.Run(program, Feed.Nothing);
        return walk.Verdict();
    }
}
