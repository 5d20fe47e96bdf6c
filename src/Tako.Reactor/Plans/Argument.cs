using System.Text.Json;

namespace Tako.Reactor.Plans;

/// <summary>Where a step's argument comes from.</summary>
public abstract record Argument
{
    private Argument() { }

    /// <summary>A value written in the plan.</summary>
    public sealed record Value(JsonElement Literal) : Argument;

    /// <summary>The value of another step of the same plan.</summary>
    /// <param name="Path">JSON Pointer (RFC 6901) of the part that is wanted.</param>
    /// <param name="Else">What to take when that step was skipped.</param>
    public sealed record FromStep(string Name, string? Path = null, JsonElement? Else = null) : Argument;

    /// <summary>An input of the plan.</summary>
    public sealed record FromInput(string Name, string? Path = null) : Argument;

    /// <summary>The item at hand, in a step that has <see cref="PlanStep.Each"/>.</summary>
    public sealed record Item(string? Path = null) : Argument;

    /// <summary>A list made of other arguments.</summary>
    public sealed record List(IReadOnlyList<Argument> Items) : Argument;

    /// <summary>An object made of other arguments.</summary>
    public sealed record Object(IReadOnlyDictionary<string, Argument> Members) : Argument;

    /// <summary>The steps that must be finished before this argument exists.</summary>
    internal IEnumerable<string> Steps => this switch
    {
        FromStep step => [step.Name],
        List list => list.Items.SelectMany(item => item.Steps),
        Object members => members.Members.Values.SelectMany(member => member.Steps),
        _ => [],
    };
}
