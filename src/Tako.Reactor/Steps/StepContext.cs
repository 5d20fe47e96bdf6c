using System.Text.Json;
using Tako.Core.Contracts;
using Tako.Core.Labels;
using Tako.Core.Ledger;
using StreamWriter = Tako.Core.Ledger.StreamWriter;

namespace Tako.Reactor.Steps;

/// <summary>What an attempt of a step is given.</summary>
public sealed record StepContext
{
    /// <summary>The step's identity: parents' names and its own, such as <c>fix/edit[2]</c>.</summary>
    public required string Step { get; init; }

    /// <summary>The kind of work.</summary>
    public required string Use { get; init; }

    public required IReadOnlyDictionary<string, Labeled<JsonElement>> Arguments { get; init; }

    /// <summary>From 1; goes on counting after a restart.</summary>
    public required int Attempt { get; init; }

    public required EffectKind Effect { get; init; }

    /// <summary>The model or strategy that the plan chose for this attempt.</summary>
    public string? Model { get; init; }

    /// <summary>What must hold of the result.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>Where the step writes events of its own, with <see cref="StartedSeq"/> as their cause.</summary>
    public required StreamWriter Journal { get; init; }

    /// <summary>Sequence of the event that started this attempt.</summary>
    public required long StartedSeq { get; init; }

    /// <summary>The same for all attempts with the same arguments, before and after a restart: an idempotency key.</summary>
    public required string EffectKey { get; init; }

    /// <summary>What earlier attempts of this very step wrote to the journal, so that a loop can go on where it was.</summary>
    public IReadOnlyList<LedgerEvent> Recorded { get; init; } = [];
}
