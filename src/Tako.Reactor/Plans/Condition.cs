using System.Text.Json;

namespace Tako.Reactor.Plans;

/// <summary>Something that holds or does not hold of the state so far.</summary>
public abstract record Condition
{
    private Condition() { }

    /// <summary>The value equals a JSON value.</summary>
    public sealed record Equal(Argument Of, JsonElement To) : Condition;

    /// <summary>The value is a number greater than the limit.</summary>
    public sealed record More(Argument Of, decimal Than) : Condition;

    /// <summary>The value is a number smaller than the limit.</summary>
    public sealed record Less(Argument Of, decimal Than) : Condition;

    /// <summary>The value is there and is not null, false, zero or empty.</summary>
    public sealed record Truthy(Argument Of) : Condition;

    /// <summary>The named step ended as said: <c>done</c> or <c>skipped</c>.</summary>
    public sealed record Was(string Step, string State) : Condition;

    /// <summary>The step at hand is at its attempt of this number, from 1, or later.</summary>
    public sealed record Attempt(int AtLeast) : Condition;

    public sealed record Not(Condition Of) : Condition;

    public sealed record All(IReadOnlyList<Condition> Of) : Condition;

    public sealed record Any(IReadOnlyList<Condition> Of) : Condition;

    /// <summary>The arguments that the condition looks at.</summary>
    internal IEnumerable<Argument> Arguments => this switch
    {
        Equal equal => [equal.Of],
        More more => [more.Of],
        Less less => [less.Of],
        Truthy truthy => [truthy.Of],
        Not not => not.Of.Arguments,
        All all => all.Of.SelectMany(part => part.Arguments),
        Any any => any.Of.SelectMany(part => part.Arguments),
        _ => [],
    };

    /// <summary>The steps whose end the condition asks about, so that their being skipped is no reason to skip.</summary>
    internal IEnumerable<string> Ends => this switch
    {
        Was was => [was.Step],
        Not not => not.Of.Ends,
        All all => all.Of.SelectMany(part => part.Ends),
        Any any => any.Of.SelectMany(part => part.Ends),
        _ => [],
    };
}
