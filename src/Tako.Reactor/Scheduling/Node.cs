using System.Text.Json;
using Tako.Core.Labels;
using Tako.Reactor.Journal;
using Tako.Reactor.Plans;

namespace Tako.Reactor.Scheduling;

/// <summary>One step at work: the mutable holder of where it stands. Only the scheduler's loop touches it.</summary>
internal sealed class Node(string id, PlanStep spec, Scope scope)
{
    /// <summary>Identity: parent / name [item key].</summary>
    public string Id => id;

    public PlanStep Spec => spec;

    /// <summary>The steps that it stands among: whose names its arguments use.</summary>
    public Scope Scope => scope;

    /// <summary>The step that it is an item of.</summary>
    public Node? List { get; init; }

    public Labeled<JsonElement>? Item { get; init; }

    public StepStatus Status { get; set; }

    /// <summary>What an earlier process journaled about it.</summary>
    public StepRecord? Record { get; set; }

    /// <summary>Steps that it waits for and that are not finished.</summary>
    public int Missing { get; set; }

    public List<Node> Waiting { get; } = [];

    public IReadOnlyDictionary<string, Labeled<JsonElement>> Arguments { get; set; } = new Dictionary<string, Labeled<JsonElement>>();

    /// <summary>SHA-256 of the kind and the resolved arguments: exactly what would be done.</summary>
    public string Subject { get; set; } = "";

    public int Attempt { get; set; }

    /// <summary>Retries so far; attempts that a crash ended do not count.</summary>
    public int Retries { get; set; }

    public long FirstStarted { get; set; }

    public long StartedSeq { get; set; }

    /// <summary>Whether this process, not an earlier one, started the attempt.</summary>
    public bool StartedHere { get; set; }

    public string? Model { get; set; }

    public string EffectKey { get; set; } = "";

    public StoredValue? Value { get; set; }

    /// <summary>Place in the order in which effects were finished; 0 when it has none of its own.</summary>
    public long Order { get; set; }

    /// <summary>Items of a list, or null.</summary>
    public IReadOnlyList<Node>? Items { get; set; }

    public int OpenItems { get; set; }

    /// <summary>Steps of a nested plan, or steps that it added.</summary>
    public Scope? Inner { get; set; }

    /// <summary>Whether a person has said yes to running it.</summary>
    public bool Approved { get; set; }

    /// <summary>Id of the approval that it waits for.</summary>
    public string? Approval { get; set; }

    public bool IsLeaf => Items is null && spec.Use != PlanStep.Nested;

    public bool IsFinished => Status is StepStatus.Done or StepStatus.Skipped;

    public override string ToString() => $"{id} {Status}";
}

/// <summary>Steps whose names are known to each other: those of a plan, a nested plan, or those that a step added.</summary>
internal sealed class Scope(Plan plan, Node? owner, IReadOnlyDictionary<string, Labeled<JsonElement>> inputs, int depth)
{
    public Plan Plan => plan;

    public Node? Owner => owner;

    public IReadOnlyDictionary<string, Labeled<JsonElement>> Inputs => inputs;

    public int Depth => depth;

    public Dictionary<string, Node> Steps { get; } = new(StringComparer.Ordinal);

    public int Open { get; set; }

    /// <summary>Whether the owner's value is that of the step named as output (a nested plan's rule included).</summary>
    public bool GivesValue { get; init; }
}
