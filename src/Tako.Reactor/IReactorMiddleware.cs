using Tako.Reactor.Journal;
using Tako.Reactor.Steps;

namespace Tako.Reactor;

/// <summary>
/// Looks at, and may change, what goes into and comes out of every step. The first one added is outermost: its
/// <see cref="BeforeAsync"/> comes first, its <see cref="AfterAsync"/> and <see cref="ErrorAsync"/> last.
/// </summary>
public interface IReactorMiddleware
{
    /// <summary>Before an attempt; an outcome returned here is the attempt's outcome, and the step does not run.</summary>
    ValueTask<StepOutcome?> BeforeAsync(StepContext context, CancellationToken cancellationToken) => new((StepOutcome?)null);

    /// <summary>After an attempt; what is returned is the attempt's outcome.</summary>
    ValueTask<StepOutcome> AfterAsync(StepContext context, StepOutcome outcome, CancellationToken cancellationToken) => new(outcome);

    /// <summary>A step threw; null means that the exception counts as the step's failure.</summary>
    ValueTask<StepOutcome?> ErrorAsync(StepContext context, Exception error, CancellationToken cancellationToken) =>
        new((StepOutcome?)null);

    /// <summary>Something was journaled. It has happened and cannot be changed; what is thrown here is the caller's mistake.</summary>
    ValueTask EventAsync(ReactorEvent entry, CancellationToken cancellationToken) => default;
}
