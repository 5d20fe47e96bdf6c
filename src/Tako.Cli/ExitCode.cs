namespace Tako.Cli;

/// <summary>The exit codes of <c>tako</c>, as documented in the README.</summary>
internal static class ExitCode
{
    /// <summary>Done, and verified where there was something to verify.</summary>
    public const int Done = 0;

    /// <summary>Ended without the goal: a partial deliverable says what is missing.</summary>
    public const int Partial = 1;

    /// <summary>The command line, the contract, the plan or the configuration has faults; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>The task could not start or go on: no model, no sandbox, not a repository, led by another process.</summary>
    public const int Refused = 3;

    /// <summary>Halted where it can be resumed, most often for a decision.</summary>
    public const int Halted = 4;

    /// <summary>The guard or a person said no.</summary>
    public const int Denied = 5;

    /// <summary>The budget ended first; a partial deliverable says what is missing.</summary>
    public const int OutOfBudget = 6;

    /// <summary>The ledger cannot be read or written, or its chain is broken.</summary>
    public const int Ledger = 7;

    /// <summary>Stopped with Ctrl-C; the task can be resumed.</summary>
    public const int Stopped = 130;
}
