using Tako.Core.Budgets;

namespace Tako.Core.Contracts;

/// <summary>What is to be done, within which limits, and how one can tell that it was done.</summary>
public sealed record TaskContract
{
    public required string Goal { get; init; }

    public IReadOnlyList<string> Constraints { get; init; } = [];

    public BudgetLimits Budget { get; init; } = new();

    public SecurityPolicy Security { get; init; } = new();

    /// <summary>What the task leaves behind, such as <c>patch</c> or a file's path.</summary>
    public IReadOnlyList<string> Deliverables { get; init; } = ["patch"];

    public IReadOnlyList<AcceptanceTest> Acceptance { get; init; } = [];

    /// <summary>The repository's test command, when it should not be detected.</summary>
    public IReadOnlyList<string>? TestCommand { get; init; }

    /// <summary>Commands that make the repository ready for its tests (restore, code generation).</summary>
    public IReadOnlyList<IReadOnlyList<string>> Prepare { get; init; } = [];

    /// <summary>Name of the model to use where nothing else is chosen.</summary>
    public string? Model { get; init; }

    /// <summary>The branch that the change is committed to, without touching the working tree; null writes to the files.</summary>
    public string? Branch { get; init; }
}
