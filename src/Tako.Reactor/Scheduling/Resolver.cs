using System.Globalization;
using System.Text.Json;
using Tako.Core.Labels;
using Tako.Reactor.Journal;
using Tako.Reactor.Plans;

namespace Tako.Reactor.Scheduling;

/// <summary>Turns what a plan says about arguments into values, with the labels that they have.</summary>
internal static class Resolver
{
    /// <summary>The values of a step's arguments, or why one of them does not exist.</summary>
    public static (Dictionary<string, Labeled<JsonElement>> Values, string? Missing) Arguments(Node node)
    {
        var values = new Dictionary<string, Labeled<JsonElement>>(node.Spec.With.Count);
        foreach (var (name, argument) in node.Spec.With)
        {
            if (Find(argument, node, out var value) is { } why)
                return (values, $"argument '{name}': {why}");
            values[name] = value;
        }

        return (values, null);
    }

    /// <summary>Finds one value; the answer is null, or why there is none.</summary>
    public static string? Find(Argument argument, Node node, out Labeled<JsonElement> value)
    {
        value = new Labeled<JsonElement>(StoredValue.Null, StepLabels.Literal);
        switch (argument)
        {
            case Argument.Value literal:
                value = new Labeled<JsonElement>(literal.Literal, StepLabels.Literal);
                return null;
            case Argument.FromStep step:
                var source = node.Scope.Steps[step.Name];
                if (source.Value is { } held && source.Status == StepStatus.Done)
                {
                    if (At(held.Value, step.Path) is { } found)
                        value = new Labeled<JsonElement>(found, held.Label);
                    else if (step.Else is { } absent)
                        value = new Labeled<JsonElement>(absent, held.Label);
                    else
                        return $"the value of step '{step.Name}' has nothing at '{step.Path}'";
                }
                else if (step.Else is { } otherwise)
                {
                    value = new Labeled<JsonElement>(otherwise, StepLabels.Literal);
                }

                return null;
            case Argument.FromInput input:
                if (!node.Scope.Inputs.TryGetValue(input.Name, out var given))
                    return $"the input '{input.Name}' was not given";
                return Part(given, input.Path, $"the input '{input.Name}'", ref value);
            case Argument.Item item:
                return node.Item is { } at ? Part(at, item.Path, "the item", ref value) : "there is no item here";
            case Argument.List list:
                return Combine(list.Items.Select(part => ("", part)), node, isObject: false, ref value);
            case Argument.Object members:
                return Combine(members.Members.Select(pair => (pair.Key, pair.Value)), node, isObject: true, ref value);
            default:
                throw new InvalidOperationException($"Unknown argument {argument.GetType().Name}.");
        }
    }

    public static bool Holds(Condition condition, Node node) => Truth.Holds(
        condition,
        argument => argument is not Argument.FromStep step || node.Scope.Steps[step.Name].IsFinished
            ? Find(argument, node, out var value) is null ? value.Value : null
            : null,
        step => node.Scope.Steps[step].Status switch
        {
            StepStatus.Done => "done",
            StepStatus.Skipped => "skipped",
            _ => null,
        },
        node.Attempt);

    /// <summary>The value at a JSON Pointer, or null when nothing is there.</summary>
    public static JsonElement? At(JsonElement value, string? path)
    {
        if (string.IsNullOrEmpty(path))
            return value;
        foreach (var raw in path[1..].Split('/'))
        {
            var key = raw.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            switch (value.ValueKind)
            {
                case JsonValueKind.Object when value.TryGetProperty(key, out var member):
                    value = member;
                    break;
                case JsonValueKind.Array when int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    && index < value.GetArrayLength():
                    value = value[index];
                    break;
                default:
                    return null;
            }
        }

        return value;
    }

    private static string? Part(Labeled<JsonElement> whole, string? path, string what, ref Labeled<JsonElement> value)
    {
        if (At(whole.Value, path) is not { } found)
            return $"{what} has nothing at '{path}'";
        value = new Labeled<JsonElement>(found, whole.Label);
        return null;
    }

    private static string? Combine(IEnumerable<(string Name, Argument Part)> parts, Node node, bool isObject,
        ref Labeled<JsonElement> value)
    {
        var found = new List<(string, Labeled<JsonElement>)>();
        foreach (var (name, part) in parts)
        {
            if (Find(part, node, out var one) is { } why)
                return why;
            found.Add((name, one));
        }

        value = Joined.Of(found, isObject);
        return null;
    }
}
