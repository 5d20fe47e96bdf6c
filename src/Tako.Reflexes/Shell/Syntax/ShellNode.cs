namespace Tako.Reflexes.Shell.Syntax;

/// <summary>A part of a script: what runs, in what form. Conditions and loops keep their commands only.</summary>
internal abstract record ShellNode
{
    private ShellNode() { }

    internal sealed record Simple(IReadOnlyList<Assignment> Assignments, IReadOnlyList<ShellWord> Words,
        IReadOnlyList<Redirection> Redirections) : ShellNode;

    /// <summary>Stages whose output is the next one's input.</summary>
    internal sealed record Pipeline(IReadOnlyList<ShellNode> Stages) : ShellNode;

    /// <summary>Commands one after another, whatever decides whether the next one runs.</summary>
    internal sealed record Sequence(IReadOnlyList<ShellNode> Items) : ShellNode;

    internal sealed record Group(ShellNode Body, bool Subshell, IReadOnlyList<Redirection> Redirections) : ShellNode;

    internal sealed record Loop(string Variable, IReadOnlyList<ShellWord> Values, ShellNode Body) : ShellNode;

    internal sealed record Function(string Name, ShellNode Body) : ShellNode;

    internal sealed record Background(ShellNode Body) : ShellNode;
}

internal readonly record struct Assignment(string Name, ShellWord Value);

/// <param name="Operator">Without the descriptor, such as <c>&gt;&gt;</c>.</param>
/// <param name="Body">What a here-document or here-string feeds.</param>
internal sealed record Redirection(string Operator, ShellWord Target, ShellWord? Body)
{
    public bool Writes => Operator is ">" or ">>" or ">|" or "&>" or "&>>" or "<>" or ">&";

    public bool Appends => Operator is ">>" or "&>>";

    public bool IsHere => Body is not null;
}
