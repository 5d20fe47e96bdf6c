using System.Text.Json;
using Tako.Core.Approvals;
using Tako.Core.Labels;
using Tako.Core.Ledger;
using Tako.Reactor.Plans;
using Tako.Reactor.Steps;
using StreamWriter = Tako.Core.Ledger.StreamWriter;

namespace Tako.Reactor;

/// <summary>Runs plans as dataflow and journals every step, so that a plan can be resumed after any crash.</summary>
public sealed class Reactor(
    ReactorOptions options,
    IEnumerable<IStepKind> kinds,
    IEnumerable<IReactorMiddleware> middleware,
    ApprovalBook approvals,
    TimeProvider time,
    Random random)
{
    public ValueTask<PlanOutcome> RunAsync(Plan plan, IReadOnlyDictionary<string, Labeled<JsonElement>> inputs, StreamWriter journal,
        CancellationToken cancellationToken = default) => throw new NotSupportedException($"{options}{kinds}{middleware}{approvals}{time}{random}");

    public ValueTask<PlanOutcome> ResumeAsync(IReadOnlyList<LedgerEvent> history, StreamWriter journal,
        CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
