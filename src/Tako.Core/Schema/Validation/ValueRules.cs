using System.Text.Json;

namespace Tako.Core.Schema.Validation;

internal sealed class TypeRule(IReadOnlyList<string> types) : Rule
{
    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks)
    {
        foreach (var type in types)
        {
            if (Is(value, type))
                return true;
        }

        return errors is not null
            && run.Fail(errors, $"expected {string.Join(" or ", types.Select(Wording.Kind))}, found {Wording.Found(value)}");
    }

    private static bool Is(JsonElement value, string type) => value.ValueKind switch
    {
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        JsonValueKind.Number => type == "number"
            || (type == "integer" && (value.TryGetInt64(out _) || JsonNumber.Of(value).IsInteger)),
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        _ => type == "null",
    };
}

internal sealed class OneOfValuesRule(IReadOnlyList<JsonElement> values) : Rule
{
    private const int MostShown = 12;

    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks)
    {
        foreach (var allowed in values)
        {
            if (JsonElement.DeepEquals(allowed, value))
                return true;
        }

        if (errors is null)
            return false;
        var shown = string.Join(", ", values.Take(MostShown).Select(Wording.Shown)) + (values.Count > MostShown ? ", …" : "");
        return run.Fail(errors, $"expected {(values.Count == 1 ? "" : "one of ")}{shown}, found {Wording.Found(value)}");
    }
}

internal sealed class BoundRule(string bound, JsonElement limit) : Rule
{
    private readonly JsonNumber _limit = JsonNumber.Of(limit);
    private readonly long? _whole = limit.TryGetInt64(out var whole) ? whole : null;

    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.Number)
            return true;
        var order = _whole is { } whole && value.TryGetInt64(out var small)
            ? small.CompareTo(whole)
            : JsonNumber.Of(value).CompareTo(_limit);
        var (fits, words) = bound switch
        {
            "minimum" => (order >= 0, "at least"),
            "maximum" => (order <= 0, "at most"),
            "exclusiveMinimum" => (order > 0, "more than"),
            _ => (order < 0, "less than"),
        };
        return fits || (errors is not null && run.Fail(errors, $"expected {words} {limit.GetRawText()}, found {Wording.Shown(value)}"));
    }
}

internal sealed class MultipleRule(JsonElement divisor) : Rule
{
    private readonly JsonNumber _divisor = JsonNumber.Of(divisor);

    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks) =>
        value.ValueKind != JsonValueKind.Number || JsonNumber.Of(value).IsMultipleOf(_divisor)
        || run.Fail(errors, $"expected a multiple of {divisor.GetRawText()}, found {Wording.Shown(value)}");
}

internal sealed class LengthRule(int? least, int? most) : Rule
{
    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.String)
            return true;
        var length = 0;
        foreach (var _ in value.GetString()!.EnumerateRunes())
            length++;
        if (length < least)
            return run.Fail(errors, $"expected at least {Wording.Count(least.Value, "character", "characters")}, found {length}");
        return length <= (most ?? int.MaxValue)
            || run.Fail(errors, $"expected at most {Wording.Count(most!.Value, "character", "characters")}, found {length}");
    }
}

internal sealed class PatternRule(EcmaPattern pattern) : Rule
{
    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.String)
            return true;
        return pattern.Matches(value.GetString()!) switch
        {
            true => true,
            false => errors is not null
                && run.Fail(errors, $"expected a text that matches {pattern.Source}, found {Wording.Shown(value)}"),
            null => run.Fail(errors, $"could not be compared with {pattern.Source} in time"),
        };
    }
}

internal sealed class FormatRule(string format) : Rule
{
    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks) =>
        !run.AssertFormats || value.ValueKind != JsonValueKind.String || Formats.Fits(format, value.GetString()!)
        || (errors is not null && run.Fail(errors, $"expected a text of the format {format}, found {Wording.Shown(value)}"));
}

/// <summary>The value must itself be a schema: what a reference to the standard's own schema asks for.</summary>
internal sealed class SchemaRule : Rule
{
    public override bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks)
    {
        var compiler = new SchemaCompiler(value);
        compiler.Inspect();
        foreach (var fault in compiler.Faults)
            run.Fail(errors, $"expected a JSON schema: {fault.Path} {fault.Message}");
        return compiler.Faults.Count == 0;
    }
}
