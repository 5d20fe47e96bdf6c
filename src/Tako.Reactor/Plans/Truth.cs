using System.Text.Json;

namespace Tako.Reactor.Plans;

/// <summary>Whether conditions hold.</summary>
internal static class Truth
{
    /// <param name="value">Finds an argument's value; null when it is not there.</param>
    /// <param name="ended">How a step ended: <c>done</c>, <c>skipped</c>, or null when it has not.</param>
    public static bool Holds(Condition condition, Func<Argument, JsonElement?> value, Func<string, string?> ended, int attempt) =>
        condition switch
        {
            Condition.Equal equal => value(equal.Of) is { } found && JsonElement.DeepEquals(found, equal.To),
            Condition.More more => Number(value(more.Of)) > more.Than,
            Condition.Less less => Number(value(less.Of)) < less.Than,
            Condition.Truthy truthy => value(truthy.Of) is { } found && IsTruthy(found),
            Condition.Was was => ended(was.Step) == was.State,
            Condition.Attempt number => attempt >= number.AtLeast,
            Condition.Not not => !Holds(not.Of, value, ended, attempt),
            Condition.All all => all.Of.All(part => Holds(part, value, ended, attempt)),
            Condition.Any any => any.Of.Any(part => Holds(part, value, ended, attempt)),
            _ => throw new InvalidOperationException($"Unknown condition {condition.GetType().Name}."),
        };

    /// <summary>The truth of a condition that looks at nothing but literals; null for any other.</summary>
    public static bool? Constant(Condition condition) =>
        condition.Arguments.All(argument => argument is Argument.Value) && !condition.Ends.Any() && !HasAttempt(condition)
            ? Holds(condition, argument => ((Argument.Value)argument).Literal, _ => null, 1)
            : null;

    private static bool HasAttempt(Condition condition) => condition switch
    {
        Condition.Attempt => true,
        Condition.Not not => HasAttempt(not.Of),
        Condition.All all => all.Of.Any(HasAttempt),
        Condition.Any any => any.Of.Any(HasAttempt),
        _ => false,
    };

    private static decimal? Number(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var result) ? result : null;

    private static bool IsTruthy(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.String => value.GetString()!.Length > 0,
        JsonValueKind.Number => !value.TryGetDecimal(out var number) || number != 0,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().Any(),
        _ => false,
    };
}
