namespace Tako.Reflexes.Shell;

/// <summary>Which tools' arguments hold commands, and how these are judged.</summary>
public sealed record ShellReflexOptions
{
    public ShellOptions Shell { get; init; } = new();

    /// <summary>Where the commands would run.</summary>
    public ShellContext Context { get; init; } = new();

    /// <summary>Tools whose arguments are looked at.</summary>
    public IReadOnlySet<string> Tools { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "run", "shell", "bash", "sh", "exec", "execute", "terminal", "run_command", "execute_command", "run_shell", "powershell",
    };

    /// <summary>Whether the arguments of every other tool are looked at as well.</summary>
    public bool AnyTool { get; init; }

    /// <summary>Arguments that hold a command: a text is a script, a list is a program and its words.</summary>
    public IReadOnlySet<string> Arguments { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "command", "argv", "cmd", "script", "program",
    };

    /// <summary>Those among them that hold a program's name alone, with its words in <c>arguments</c> or <c>args</c>.</summary>
    public IReadOnlySet<string> Programs { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "program" };
}
