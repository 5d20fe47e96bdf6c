namespace Tako.Limbs;

/// <summary>A run that a judgement rests on.</summary>
/// <param name="Command">Program and arguments; null means the repository's own test command.</param>
/// <param name="ExitCode">The exit code that is wanted.</param>
/// <param name="Timeout">Longest time; null means the task's limit.</param>
internal sealed record FinalRun(IReadOnlyList<string>? Command, int ExitCode, TimeSpan? Timeout);
