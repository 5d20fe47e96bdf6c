using System.Text.Json;

namespace Tako.Core.Schema.Validation;

internal sealed class AllOfRule(IReadOnlyList<SchemaNode> nodes) : Rule
{
    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks)
    {
        var fits = true;
        foreach (var node in nodes)
        {
            fits &= run.Check(node, value, errors, marks);
            if (!fits && errors is null)
                return false;
        }

        return fits;
    }
}

internal sealed class AnyOfRule(IReadOnlyList<SchemaNode> nodes) : Rule
{
    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks)
    {
        var fits = false;
        foreach (var node in nodes)
        {
            var own = marks is null ? null : new Marks();
            if (!run.Check(node, value, null, own))
                continue;
            fits = true;
            if (marks is null)
                return true;
            marks.Join(own!);
        }

        return fits || (errors is not null && Closest(run, value, errors, nodes));
    }

    /// <summary>Reports the form that the value comes closest to, because the faults of all forms at once help nobody.</summary>
    public static bool Closest(Evaluation run, JsonElement value, List<SchemaError> errors, IReadOnlyList<SchemaNode> nodes)
    {
        List<SchemaError>? best = null;
        var form = 0;
        var score = (false, int.MinValue, int.MinValue);
        for (var index = 0; index < nodes.Count; index++)
        {
            var tried = new List<SchemaError>();
            run.Check(nodes[index], value, tried, null);

            // The right type comes first, then the values that tell forms apart, then the fewest faults.
            var named = nodes[index].Rules.OfType<PropertiesRule>().FirstOrDefault();
            var own = (nodes[index].Rules.OfType<TypeRule>().All(rule => rule.Check(run, value, null, null)),
                -(named?.Strangers(run, value) ?? 0), -tried.Count);
            if (best is null || own.CompareTo(score) > 0)
                (best, form, score) = (tried, index, own);
        }

        run.Fail(errors, nodes.Count == 1
            ? "does not fit the one allowed form:"
            : $"fits none of {nodes.Count} allowed forms; the closest is {nodes[form].Title ?? $"form {form + 1}"}, where:");
        foreach (var error in best ?? [])
        {
            if (errors.Count < Evaluation.MostErrors)
                errors.Add(error);
        }

        return false;
    }
}

internal sealed class OneOfRule(IReadOnlyList<SchemaNode> nodes) : Rule
{
    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks)
    {
        int? first = null;
        Marks? won = null;
        for (var index = 0; index < nodes.Count; index++)
        {
            var own = marks is null ? null : new Marks();
            if (!run.Check(nodes[index], value, null, own))
                continue;
            if (first is { } other)
            {
                return run.Fail(errors, $"fits more than one of {nodes.Count} forms that exclude each other: "
                    + $"{nodes[other].Title ?? $"form {other + 1}"} and {nodes[index].Title ?? $"form {index + 1}"}");
            }

            (first, won) = (index, own);
        }

        if (first is null)
            return errors is not null && AnyOfRule.Closest(run, value, errors, nodes);
        marks?.Join(won!);
        return true;
    }
}

internal sealed class NotRule(SchemaNode node) : Rule
{
    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks) =>
        !run.Check(node, value, null, null) || (errors is not null
            && run.Fail(errors, $"expected anything but {node.Title ?? "what 'not' describes"}, found {Wording.Found(value)}"));
}

internal sealed class IfRule(SchemaNode condition, SchemaNode? then, SchemaNode? otherwise) : Rule
{
    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks)
    {
        var own = marks is null ? null : new Marks();
        if (!run.Check(condition, value, null, own))
            return otherwise is null || run.Check(otherwise, value, errors, marks);
        marks?.Join(own!);
        return then is null || run.Check(then, value, errors, marks);
    }
}

internal sealed class ReferenceRule(SchemaNode target) : Rule
{
    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks) =>
        run.Check(target, value, errors, marks);
}

/// <summary>Leads to the outermost schema on the way here that gave the name, so that an extension can replace its base.</summary>
internal sealed class DynamicReferenceRule(string name, SchemaNode target) : Rule
{
    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks)
    {
        foreach (var resource in run.Scope)
        {
            if (resource.Dynamic.TryGetValue(name, out var outer))
                return run.Check(outer, value, errors, marks);
        }

        return run.Check(target, value, errors, marks);
    }
}
