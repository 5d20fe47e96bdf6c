using System.Text.Json;
using Tako.Core.Faults;

namespace Tako.Core.Schema.Validation;

internal sealed class PropertiesRule(IReadOnlyDictionary<string, SchemaNode> named,
    IReadOnlyList<(EcmaPattern Pattern, SchemaNode Node)> patterned, SchemaNode? rest) : Rule
{
    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return true;
        var fits = true;
        foreach (var property in value.EnumerateObject())
        {
            var name = property.Name;
            var known = named.TryGetValue(name, out var node);
            if (known)
                fits &= run.CheckProperty(node!, name, property.Value, errors);
            foreach (var (pattern, other) in patterned)
            {
                if (pattern.Matches(name) is not { } matches)
                    fits = run.Fail(errors, $"could not be compared with {pattern.Source} in time", name);
                else if (matches)
                {
                    known = true;
                    fits &= run.CheckProperty(other, name, property.Value, errors);
                }
            }

            if (!known && rest is not null)
                fits &= rest.Always == false ? Unknown(run, name, errors) : run.CheckProperty(rest, name, property.Value, errors);
            if (known || rest is not null)
                marks?.Property(name);
            if (!fits && errors is null)
                return false;
        }

        return fits;
    }

    /// <summary>How many properties hold another value than the one that marks this form.</summary>
    public int Strangers(Evaluation run, JsonElement value) => value.ValueKind != JsonValueKind.Object ? 0
        : value.EnumerateObject().Count(property => named.TryGetValue(property.Name, out var node)
            && node.Rules.OfType<OneOfValuesRule>().Any(rule => !rule.Check(run, property.Value, null, null)));

    private bool Unknown(Evaluation run, string name, List<SchemaError>? errors)
    {
        if (errors is null)
            return false;
        var hint = NearestName.Of(name, named.Keys) is { } near
            ? $"did you mean '{near}'?"
            : named.Count is > 0 and <= 20 ? $"allowed are: {string.Join(", ", named.Keys)}" : "remove it";
        return run.Fail(errors, $"is not a known property; {hint}", name);
    }
}

internal sealed class RequiredRule(IReadOnlyList<string> names) : Rule
{
    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return true;
        var fits = true;
        foreach (var name in names)
        {
            if (!value.TryGetProperty(name, out _))
                fits = run.Fail(errors, $"the property '{name}' is missing");
        }

        return fits;
    }
}

internal sealed class PropertyCountRule(int? least, int? most) : Rule
{
    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return true;
        var count = value.GetPropertyCount();
        if (count < least)
            return run.Fail(errors, $"expected at least {Wording.Count(least.Value, "property", "properties")}, found {count}");
        return count <= (most ?? int.MaxValue)
            || run.Fail(errors, $"expected at most {Wording.Count(most!.Value, "property", "properties")}, found {count}");
    }
}

internal sealed class PropertyNamesRule(SchemaNode node) : Rule
{
    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return true;
        var fits = true;
        foreach (var property in value.EnumerateObject())
        {
            var name = JsonSerializer.SerializeToElement(property.Name, SchemaJson.Default.String);
            if (run.Check(node, name, null, null))
                continue;
            var reasons = new List<SchemaError>();
            run.Check(node, name, reasons, null);
            fits = run.Fail(errors, $"has a name that is not allowed: {string.Join("; ", reasons.Select(reason => reason.Message))}",
                property.Name);
        }

        return fits;
    }
}

internal sealed class DependentRequiredRule(IReadOnlyDictionary<string, IReadOnlyList<string>> needs) : Rule
{
    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return true;
        var fits = true;
        foreach (var (name, others) in needs)
        {
            if (!value.TryGetProperty(name, out _))
                continue;
            foreach (var other in others)
            {
                if (!value.TryGetProperty(other, out _))
                    fits = run.Fail(errors, $"the property '{other}' is missing; it is needed with '{name}'");
            }
        }

        return fits;
    }
}

internal sealed class DependentSchemasRule(IReadOnlyDictionary<string, SchemaNode> nodes) : Rule
{
    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return true;
        var fits = true;
        foreach (var (name, node) in nodes)
        {
            if (value.TryGetProperty(name, out _))
                fits &= run.Check(node, value, errors, marks);
        }

        return fits;
    }
}

internal sealed class UnevaluatedPropertiesRule(SchemaNode node) : Rule
{
    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.Object || marks is null)
            return true;
        var fits = true;
        foreach (var property in value.EnumerateObject())
        {
            if (marks.HasProperty(property.Name))
                continue;
            fits &= node.Always == false
                ? run.Fail(errors, "is not a known property; remove it", property.Name)
                : run.CheckProperty(node, property.Name, property.Value, errors);
        }

        if (fits)
            marks.AllProperties();
        return fits;
    }
}
