using System.Text.Json;
using Tako.Reactor.Steps;

namespace Tako.Reactor.Tests.Doubles;

/// <summary>A kind of steps made of functions.</summary>
internal sealed class Kind(string name, Func<StepContext, CancellationToken, Task<StepOutcome>> run) : IStepKind
{
    public Kind(string name, Func<StepContext, StepOutcome> run) : this(name, (context, _) => Task.FromResult(run(context))) { }

    public string Name => name;

    public Func<StepContext, StepOutcome.Fail, CompensateOutcome>? Compensate { get; init; }

    public Func<StepContext, JsonElement, UndoOutcome>? Undo { get; init; }

    public Func<StepContext, ProbeOutcome>? Probe { get; init; }

    public async ValueTask<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken) =>
        await run(context, cancellationToken);

    public ValueTask<CompensateOutcome> CompensateAsync(
        StepContext context, StepOutcome.Fail failure, CancellationToken cancellationToken) =>
        new(Compensate?.Invoke(context, failure) ?? new CompensateOutcome.GiveUp());

    public ValueTask<UndoOutcome> UndoAsync(StepContext context, JsonElement value, CancellationToken cancellationToken) =>
        new(Undo?.Invoke(context, value) ?? new UndoOutcome.Nothing());

    public ValueTask<ProbeOutcome> ProbeAsync(StepContext context, CancellationToken cancellationToken) =>
        new(Probe?.Invoke(context) ?? new ProbeOutcome.Unknown());
}
