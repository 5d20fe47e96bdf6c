using System.Text.Json;
using Tako.Core.Labels;

namespace Tako.Arms;

/// <summary>What the brain asks of an arm.</summary>
public sealed record Assignment
{
    /// <summary>Identity of the step, such as <c>work/fix-rounding</c>.</summary>
    public required string Step { get; init; }

    /// <summary>What is to be achieved, in words.</summary>
    public required string Goal { get; init; }

    /// <summary>How one can tell that it was achieved.</summary>
    public IReadOnlyList<string> Criteria { get; init; } = [];

    /// <summary>Everything the plan passes in, each value with its label.</summary>
    public IReadOnlyDictionary<string, Labeled<JsonElement>> Inputs { get; init; } = new Dictionary<string, Labeled<JsonElement>>();

    /// <summary>Which try this is among arms forked for the same step; 0 is the first.</summary>
    public int Fork { get; init; }

    /// <summary>The step without the mark of a fork: what forks of it remember together.</summary>
    internal string Topic => Step.Split('~')[0];
}
