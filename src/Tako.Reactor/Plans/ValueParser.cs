using System.Text.Json;
using Tako.Core.Schema;

namespace Tako.Reactor.Plans;

/// <summary>
/// Arguments, conditions and model choices. An argument is a literal unless it is an object with exactly the members of a
/// reference: <c>{step: find, path: /files}</c>, <c>{input: goal}</c>, <c>{item: true}</c>, <c>{value: ...}</c>. Lists and
/// objects that contain references become lists and objects of arguments.
/// </summary>
internal sealed class ValueParser(ShapeReader shape)
{
    public Argument Argument(JsonElement value, string at) => value.ValueKind switch
    {
        JsonValueKind.Object when IsOnly(value, "step", "path", "else") && IsText(value, "step") =>
            new Argument.FromStep(shape.Text(value, at, "step")!, shape.Text(value, at, "path"),
                value.TryGetProperty("else", out var otherwise) ? otherwise : null),
        JsonValueKind.Object when IsOnly(value, "input", "path") && IsText(value, "input") =>
            new Argument.FromInput(shape.Text(value, at, "input")!, shape.Text(value, at, "path")),
        JsonValueKind.Object when IsOnly(value, "item", "path") && value.GetProperty("item").ValueKind == JsonValueKind.True =>
            new Argument.Item(shape.Text(value, at, "path")),
        JsonValueKind.Object when IsOnly(value, "value") => new Argument.Value(value.GetProperty("value")),
        JsonValueKind.Object when HasReference(value) => new Argument.Object(value.EnumerateObject().ToDictionary(
            member => member.Name, member => Argument(member.Value, $"{at}/{SourceDocument.Escape(member.Name)}"))),
        JsonValueKind.Array when HasReference(value) => new Argument.List(
            [.. value.EnumerateArray().Select((item, index) => Argument(item, $"{at}/{index}"))]),
        _ => new Argument.Value(value),
    };

    /// <summary>Whether the value would be read as more than a literal.</summary>
    public static bool HasReference(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => (IsOnly(value, "step", "path", "else") && IsText(value, "step"))
            || (IsOnly(value, "input", "path") && IsText(value, "input"))
            || (IsOnly(value, "item", "path") && value.GetProperty("item").ValueKind == JsonValueKind.True)
            || IsOnly(value, "value")
            || value.EnumerateObject().Any(member => HasReference(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(HasReference),
        _ => false,
    };

    public ModelChoice? Model(JsonElement value, string at)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString()!;
        if (!shape.IsObject(value, at, "a model's name or a choice of models"))
            return null;
        shape.Known(value, at, "use", "rules");
        var rules = new List<ModelRule>();
        if (value.TryGetProperty("rules", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var (rule, index) in list.EnumerateArray().Select((rule, index) => (rule, index)))
            {
                var here = $"{at}/rules/{index}";
                if (!shape.IsObject(rule, here, "a rule"))
                    continue;
                shape.Known(rule, here, "when", "use");
                var when = rule.TryGetProperty("when", out var condition) ? Condition(condition, $"{here}/when") : null;
                if (when is null || shape.Text(rule, here, "use") is not { } use)
                    shape.Wrong(here, "needs a condition under 'when' and a model under 'use'");
                else
                    rules.Add(new ModelRule(when, use));
            }
        }

        if (shape.Text(value, at, "use") is { } usual)
            return new ModelChoice(usual, rules);
        shape.Wrong($"{at}/use", "is missing: name the model to use when no rule holds");
        return null;
    }

    public Condition? Condition(JsonElement value, string at)
    {
        if (value.ValueKind == JsonValueKind.Null || !shape.IsObject(value, at, "a condition"))
            return null;
        shape.Known(value, at, "value", "equals", "more", "less", "step", "was", "attempt", "not", "all", "any");
        if (value.TryGetProperty("not", out var not))
            return Condition(not, $"{at}/not") is { } of ? new Condition.Not(of) : null;
        if (value.TryGetProperty("all", out var all))
            return new Condition.All(Conditions(all, $"{at}/all"));
        if (value.TryGetProperty("any", out var any))
            return new Condition.Any(Conditions(any, $"{at}/any"));
        if (value.TryGetProperty("attempt", out _))
            return shape.Whole(value, at, "attempt", 1, 1000) is { } attempt ? new Condition.Attempt(attempt) : null;
        if (value.TryGetProperty("was", out _) && shape.Text(value, at, "step") is { } step)
            return new Condition.Was(step, shape.Text(value, at, "was") ?? "");
        if (!value.TryGetProperty("value", out var looked))
        {
            shape.Wrong(at, "is not a condition: write value with equals, more or less, step with was, attempt, not, all or any");
            return null;
        }

        var argument = Argument(looked, $"{at}/value");
        if (value.TryGetProperty("equals", out var to))
            return new Condition.Equal(argument, to);
        if (value.TryGetProperty("more", out _))
            return Limit("more") is { } more ? new Condition.More(argument, more) : null;
        if (value.TryGetProperty("less", out _))
            return Limit("less") is { } less ? new Condition.Less(argument, less) : null;
        return new Condition.Truthy(argument);

        decimal? Limit(string name) => shape.Number(value, at, name, -1_000_000_000_000m, 1_000_000_000_000m);
    }

    private IReadOnlyList<Condition> Conditions(JsonElement value, string at)
    {
        if (value.ValueKind == JsonValueKind.Array)
            return [.. value.EnumerateArray().Select((part, index) => Condition(part, $"{at}/{index}")).OfType<Condition>()];
        shape.Wrong(at, "is not a list of conditions");
        return [];
    }

    private static bool IsText(JsonElement value, string name) => value.GetProperty(name).ValueKind == JsonValueKind.String;

    private static bool IsOnly(JsonElement value, string first, params ReadOnlySpan<string> others)
    {
        if (!value.TryGetProperty(first, out _))
            return false;
        foreach (var member in value.EnumerateObject())
        {
            if (member.Name != first && !others.Contains(member.Name))
                return false;
        }

        return true;
    }
}
