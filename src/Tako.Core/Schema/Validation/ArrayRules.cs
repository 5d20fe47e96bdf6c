using System.Text.Json;

namespace Tako.Core.Schema.Validation;

internal sealed class ItemsRule(IReadOnlyList<SchemaNode> prefix, SchemaNode? rest) : Rule
{
    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return true;
        var (fits, index) = (true, 0);
        foreach (var item in value.EnumerateArray())
        {
            var node = index < prefix.Count ? prefix[index] : rest;
            if (node is null)
                break;
            if (!run.CheckItem(node, index, item, errors))
            {
                fits = false;
                if (errors is null)
                    return false;
            }

            index++;
        }

        marks?.Prefix(index);
        return fits;
    }
}

internal sealed class ItemCountRule(int? least, int? most) : Rule
{
    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return true;
        var count = value.GetArrayLength();
        if (count < least)
            return run.Fail(errors, $"expected at least {Wording.Count(least.Value, "item", "items")}, found {count}");
        return count <= (most ?? int.MaxValue)
            || run.Fail(errors, $"expected at most {Wording.Count(most!.Value, "item", "items")}, found {count}");
    }
}

internal sealed class ContainsRule(SchemaNode node, int least, int? most) : Rule
{
    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return true;
        var (found, index) = (0, 0);
        foreach (var item in value.EnumerateArray())
        {
            if (run.CheckItem(node, index, item, null))
            {
                found++;
                marks?.Item(index);
            }

            index++;
        }

        var what = node.Title ?? "what 'contains' describes";
        if (found < least)
            return run.Fail(errors, $"expected at least {Wording.Count(least, "item", "items")} like {what}, found {found}");
        return found <= (most ?? int.MaxValue)
            || run.Fail(errors, $"expected at most {Wording.Count(most!.Value, "item", "items")} like {what}, found {found}");
    }
}

internal sealed class UniqueRule : Rule
{
    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return true;
        var seen = new Dictionary<JsonElement, int>(SameValue.Comparer);
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (!seen.TryAdd(item, index))
                return run.Fail(errors, $"expected items that all differ, found items {seen[item]} and {index} to be the same");
            index++;
        }

        return true;
    }

    private sealed class SameValue : IEqualityComparer<JsonElement>
    {
        public static readonly SameValue Comparer = new();

        public bool Equals(JsonElement left, JsonElement right) => JsonElement.DeepEquals(left, right);

        public int GetHashCode(JsonElement value)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.String:
                    return string.GetHashCode(value.GetString(), StringComparison.Ordinal);
                case JsonValueKind.Number:
                    return value.TryGetDouble(out var number) ? number.GetHashCode() : 0;
                case JsonValueKind.Array:
                    var items = new HashCode();
                    foreach (var item in value.EnumerateArray())
                        items.Add(GetHashCode(item));
                    return items.ToHashCode();
                case JsonValueKind.Object:
                    // Order must not matter, so names and values are added up.
                    var sum = 0;
                    foreach (var property in value.EnumerateObject())
                        sum += HashCode.Combine(property.Name, GetHashCode(property.Value));
                    return sum;
                default:
                    return (int)value.ValueKind;
            }
        }
    }
}

internal sealed class UnevaluatedItemsRule(SchemaNode node) : Rule
{
    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.Array || marks is null)
            return true;
        var (fits, index) = (true, 0);
        foreach (var item in value.EnumerateArray())
        {
            if (!marks.HasItem(index) && !run.CheckItem(node, index, item, errors))
            {
                fits = false;
                if (errors is null)
                    return false;
            }

            index++;
        }

        marks.Prefix(index);
        return fits;
    }
}
