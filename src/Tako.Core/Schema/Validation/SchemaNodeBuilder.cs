using System.Globalization;
using System.Text.Json;

namespace Tako.Core.Schema.Validation;

/// <summary>Turns the keywords of one schema object into rules.</summary>
internal sealed class SchemaNodeBuilder(SchemaCompiler compiler, JsonElement schema, SchemaNode node)
{
    private readonly List<Rule> _rules = [];

    public void Build()
    {
        Values();
        Objects();
        Lists();
        Combined();
        References();
        if (Below("unevaluatedItems") is { } items)
            Add(new UnevaluatedItemsRule(items));
        if (Below("unevaluatedProperties") is { } properties)
            Add(new UnevaluatedPropertiesRule(properties));
        node.Tracks = _rules.Any(rule => rule is UnevaluatedItemsRule or UnevaluatedPropertiesRule);
        node.Rules = [.. _rules];
    }

    private void Add(Rule rule) => _rules.Add(rule);

    private void Values()
    {
        if (Get("type") is { } type)
            Add(new TypeRule(type.ValueKind == JsonValueKind.String ? [type.GetString()!] : Names(type)));
        if (Get("enum") is { } values)
            Add(new OneOfValuesRule([.. values.EnumerateArray()]));
        if (Get("const") is { } value)
            Add(new OneOfValuesRule([value]));
        foreach (var bound in (ReadOnlySpan<string>)["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"])
        {
            if (Get(bound) is { } limit)
                Add(new BoundRule(bound, limit));
        }

        if (Get("multipleOf") is { } divisor)
            Add(new MultipleRule(divisor));
        if (Range("Length") is { } length)
            Add(new LengthRule(length.Least, length.Most));
        if (Get("pattern") is { } pattern)
            Add(new PatternRule(EcmaPattern.TryParse(pattern.GetString()!, out _)!));
        if (Get("format") is { } format)
            Add(new FormatRule(format.GetString()!));
    }

    private void Objects()
    {
        if (Get("required") is { } required)
            Add(new RequiredRule(Names(required)));
        if (Range("Properties") is { } count)
            Add(new PropertyCountRule(count.Least, count.Most));
        var named = Map("properties");
        var patterned = Map("patternProperties");
        var rest = Below("additionalProperties");
        if (named.Count > 0 || patterned.Count > 0 || rest is not null)
        {
            Add(new PropertiesRule(named, [.. patterned.Select(entry => (EcmaPattern.TryParse(entry.Key, out _)!, entry.Value))], rest));
        }

        if (Below("propertyNames") is { } names)
            Add(new PropertyNamesRule(names));
        if (Get("dependentRequired") is { } needs)
            Add(new DependentRequiredRule(needs.EnumerateObject().ToDictionary(entry => entry.Name, entry => Names(entry.Value))));
        var dependent = Map("dependentSchemas");
        if (dependent.Count > 0)
            Add(new DependentSchemasRule(InPlace(dependent)));
        if (Get("dependencies") is { } old)
        {
            Add(new DependentRequiredRule(old.EnumerateObject().Where(entry => entry.Value.ValueKind == JsonValueKind.Array)
                .ToDictionary(entry => entry.Name, entry => Names(entry.Value))));
            Add(new DependentSchemasRule(InPlace(Map("dependencies"))));
        }
    }

    private void Lists()
    {
        var prefix = List("prefixItems");
        var rest = Below("items");
        if (prefix.Count > 0 || rest is not null)
            Add(new ItemsRule(prefix, rest));
        if (Range("Items") is { } count)
            Add(new ItemCountRule(count.Least, count.Most));
        if (Below("contains") is { } contains)
        {
            var most = Get("maxContains") is { } limit ? Count(limit) : (int?)null;
            Add(new ContainsRule(contains, Get("minContains") is { } least ? Count(least) : 1, most));
        }

        if (Get("uniqueItems") is { ValueKind: JsonValueKind.True })
            Add(new UniqueRule());
    }

    private void Combined()
    {
        if (List("allOf") is { Count: > 0 } all)
            Add(new AllOfRule(InPlace(all)));
        if (List("anyOf") is { Count: > 0 } any)
            Add(new AnyOfRule(InPlace(any)));
        if (List("oneOf") is { Count: > 0 } one)
            Add(new OneOfRule(InPlace(one)));
        if (Below("not") is { } not)
            Add(new NotRule(InPlace(not)));
        if (Below("if") is { } condition)
            Add(new IfRule(InPlace(condition), InPlace(Below("then")), InPlace(Below("else"))));
    }

    private void References()
    {
        foreach (var keyword in (ReadOnlySpan<string>)["$ref", "$dynamicRef"])
        {
            if (Get(keyword) is not { } reference)
                continue;
            var target = compiler.Follow(node, keyword, reference.GetString()!, out var name, out var standard);
            if (standard)
                Add(new SchemaRule());
            else if (target is not null && keyword == "$dynamicRef" && name is not null)
                Add(new DynamicReferenceRule(name, target));
            else if (target is not null)
                Add(new ReferenceRule(InPlace(target)));
        }
    }

    private JsonElement? Get(string keyword) => schema.TryGetProperty(keyword, out var value) ? value : null;

    private SchemaNode? Below(string keyword) => Get(keyword) is { } value ? compiler.Below(node, value, keyword) : null;

    private Dictionary<string, SchemaNode> Map(string keyword)
    {
        var map = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        if (Get(keyword) is { } value)
        {
            foreach (var entry in value.EnumerateObject())
            {
                if (keyword != "dependencies" || entry.Value.ValueKind != JsonValueKind.Array)
                    map[entry.Name] = compiler.Below(node, entry.Value, keyword, entry.Name);
            }
        }

        return map;
    }

    private List<SchemaNode> List(string keyword)
    {
        var list = new List<SchemaNode>();
        if (Get(keyword) is { } value)
        {
            foreach (var item in value.EnumerateArray())
                list.Add(compiler.Below(node, item, keyword, list.Count.ToString(CultureInfo.InvariantCulture)));
        }

        return list;
    }

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(other))]
    private SchemaNode? InPlace(SchemaNode? other)
    {
        if (other is not null)
            node.InPlace.Add(other);
        return other;
    }

    private List<SchemaNode> InPlace(List<SchemaNode> others)
    {
        node.InPlace.AddRange(others);
        return others;
    }

    private Dictionary<string, SchemaNode> InPlace(Dictionary<string, SchemaNode> others)
    {
        node.InPlace.AddRange(others.Values);
        return others;
    }

    private (int? Least, int? Most)? Range(string what)
    {
        var (least, most) = (Get("min" + what), Get("max" + what));
        return least is null && most is null ? null : (least is { } low ? Count(low) : null, most is { } high ? Count(high) : null);
    }

    /// <summary>A count beyond what any value can hold is as good as the largest.</summary>
    private static int Count(JsonElement value) => (int)Math.Min(int.MaxValue, value.GetDouble());

    private static IReadOnlyList<string> Names(JsonElement value) => [.. value.EnumerateArray().Select(name => name.GetString()!)];
}
