using Tako.Arms;
using Tako.Core.Approvals;
using Tako.Core.Identity;
using Tako.Tools;

namespace Tako.Tasks;

/// <summary>How a task ended, or why it waits.</summary>
public abstract record TaskOutcome
{
    private TaskOutcome() { }

    public required TaskId Task { get; init; }

    public required string Summary { get; init; }

    /// <summary>What arms said of texts, and what the judge's check made of it.</summary>
    public IReadOnlyList<CheckedClaim> Claims { get; init; } = [];

    /// <summary>The verified change is on disk.</summary>
    public sealed record Done : TaskOutcome
    {
        public required IReadOnlyList<string> Files { get; init; }
    }

    /// <summary>Nothing was written; what there is lies in a patch file, and <see cref="Missing"/> says what is not there.</summary>
    public sealed record Partial : TaskOutcome
    {
        public required IReadOnlyList<string> Missing { get; init; }

        public string? PatchFile { get; init; }

        /// <summary>Whether a budget, and not the work, set the end.</summary>
        public bool OutOfBudget { get; init; }

        /// <summary>Whether the guard or a person said no.</summary>
        public bool Denied { get; init; }
    }

    /// <summary>Stopped where it can go on.</summary>
    public sealed record Halted : TaskOutcome
    {
        public required IReadOnlyList<string> Reasons { get; init; }

        public IReadOnlyList<Approval> Waiting { get; init; } = [];
    }

    /// <summary>It could not start: nothing was changed.</summary>
    public sealed record Refused : TaskOutcome
    {
        public required IReadOnlyList<string> Reasons { get; init; }
    }
}
