using Tako.Core.Approvals;
using Tako.Core.Budgets;
using Tako.Core.Labels;
using Tako.Core.Ledger;

namespace Tako.Core.Capabilities;

/// <summary>What became of an effect at the gate.</summary>
public abstract record GateOutcome<T>
{
    private GateOutcome() { }

    /// <param name="Label">The result's own label joined with that of the arguments it came from.</param>
    /// <param name="Seq">Sequence of the <c>effect.done</c> event.</param>
    public sealed record Done(T Value, Label Label, long Seq) : GateOutcome<T>;

    public sealed record Denied(Refusal Why) : GateOutcome<T>;

    /// <summary>A person has to decide first; pass the same effect again afterwards.</summary>
    public sealed record Waiting(Approval Approval) : GateOutcome<T>;
}

/// <summary>Why something was not done, and what to do instead: written for a person and for a model.</summary>
/// <param name="By">Who refused: <c>capability</c>, <c>approval</c>, or the names of the rules.</param>
public sealed record Refusal(string By, IReadOnlyList<string> Reasons, string WayOut)
{
    public override string ToString() => $"{string.Join("; ", Reasons)}. {WayOut}";
}

/// <summary>What an act hands back to the gate.</summary>
/// <param name="ResultHash">Hash of the result, so that a repetition can be seen without keeping the result.</param>
public sealed record Passage<T>(T Value, Label Label, string ResultHash)
{
    /// <summary>False when the world said no (red tests, not found): it happened all the same and its result is known.</summary>
    public bool Succeeded { get; init; } = true;

    /// <summary>What hooks are shown of the result; it is written nowhere.</summary>
    public string? Text { get; init; }

    /// <summary>What it cost, for rules that count money; null where it costs nothing.</summary>
    public Usage? Usage { get; init; }

    /// <summary>Bodies that belong to the result.</summary>
    public IReadOnlyList<BlobRef> Blobs { get; init; } = [];
}
