using Tako.Arms;

namespace Tako.Tools;

/// <summary>What became of using a tool; <see cref="Text"/> is what a model reads of it.</summary>
public abstract record ToolOutcome
{
    private ToolOutcome() { }

    public abstract string Text { get; }

    public sealed record Done(ToolResult Result) : ToolOutcome
    {
        public override string Text => Result.Text;
    }

    /// <summary>The gate said no; the arm may go on without.</summary>
    public sealed record Denied(string Why) : ToolOutcome
    {
        public override string Text => $"Refused: {Why}";
    }

    /// <summary>The loop reflex saw no progress: the arm must stop.</summary>
    public sealed record Stuck(string Why) : ToolOutcome
    {
        public override string Text => $"Refused: {Why}";
    }
}
