namespace Tako.Reactor.Plans;

/// <summary>How often a step may be tried, and how long to wait in between: exponential with jitter.</summary>
public sealed record RetryPolicy
{
    /// <summary>Attempts in all, from 1.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>Wait before the second attempt.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>By how much the wait grows with each attempt, from 1.</summary>
    public double Factor { get; init; } = 2;

    /// <summary>Longest wait, whatever the factor or the step asks for.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Share of the wait, from 0 to 1, that is left to chance so that many steps do not retry at once.</summary>
    public double Jitter { get; init; } = 0.25;

    /// <summary>The wait after the attempt of this number, from 1.</summary>
    internal TimeSpan After(int attempt, Random random)
    {
        var full = Math.Min(Wait.TotalMilliseconds * Math.Pow(Factor, attempt - 1), LongestWait.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(full * (1 - (Jitter * random.NextDouble())));
    }
}
