using Microsoft.Extensions.AI;
using Tako.Core.Contracts;
using Tako.Limbs;
using Tako.Memory;
using Tako.Reports;
using Tako.Tools;

namespace Tako.Arms;

/// <summary>Everything an arm may use. There is nothing else: an arm holds no ambient authority.</summary>
public sealed record ArmContext
{
    public required TaskContract Contract { get; init; }

    /// <summary>The model of this step, metered and journaled; null when none is configured or the budget allows none.</summary>
    public required IChatClient? Model { get; init; }

    /// <summary>The arm's tools, each use of which passes the gate.</summary>
    public required Toolbox Tools { get; init; }

    /// <summary>The arm's own shadow of the repository.</summary>
    public required Limb Limb { get; init; }

    public required EpisodicMemory Memory { get; init; }

    public required TraceRecorder Trace { get; init; }

    /// <summary>Called with a few words whenever the arm turns to something new, for whoever watches.</summary>
    public required Action<string> Saying { get; init; }
}
