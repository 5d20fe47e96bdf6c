namespace Tako.Workspace.Senses.Workers;

/// <summary>What became of a question to a worker.</summary>
internal abstract record WorkerOutcome
{
    private WorkerOutcome() { }

    /// <param name="Answers">One answer a text, in order.</param>
    public sealed record Answered(IReadOnlyList<WorkerAnswer> Answers) : WorkerOutcome;

    /// <summary>There is no such interpreter, or it does not answer.</summary>
    public sealed record Silent(string Why) : WorkerOutcome;
}
