using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Tako.Core.Contracts;
using Tako.Core.Faults;

namespace Tako.Reactor.Plans;

/// <summary>A plan as canonical JSON: the same plan always gives the same bytes, and reading them gives the same plan.</summary>
public static class PlanJson
{
    public static ReadOnlyMemory<byte> Write(Plan plan)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, plan);
        return buffer.WrittenMemory;
    }

    /// <summary>Reads what <see cref="Write(Plan)"/> wrote; anything else that is a plan in JSON is read too.</summary>
    public static Parsed<Plan> Read(ReadOnlyMemory<byte> json, PlanLimits limits)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 256 });
            return PlanReader.Read(document.RootElement.Clone(), limits, (at, message) => new Fault(at, 0, message));
        }
        catch (JsonException wrong)
        {
            return new Parsed<Plan>.Faulty([new Fault("/", (int)(wrong.LineNumber ?? 0) + 1, "is not JSON")]);
        }
    }

    internal static string Name(EffectKind kind) => kind switch
    {
        EffectKind.Pure => "pure",
        EffectKind.Idempotent => "idempotent",
        EffectKind.Probeable => "probeable",
        _ => "irreversible",
    };

    internal static void Write(Utf8JsonWriter writer, Plan plan)
    {
        writer.WriteStartObject();
        if (plan.Name.Length > 0)
            writer.WriteString("name", plan.Name);
        Optional(writer, "goal", plan.Goal);
        if (plan.Version != 1)
            writer.WriteNumber("version", plan.Version);
        Optional(writer, "output", plan.Output);
        writer.WriteStartArray("steps");
        foreach (var step in plan.Steps)
            Write(writer, step);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, PlanStep step)
    {
        writer.WriteStartObject();
        writer.WriteString("name", step.Name);
        writer.WriteString("use", step.Use);
        if (step.With.Count > 0)
        {
            writer.WriteStartObject("with");
            foreach (var (name, argument) in step.With.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                Write(writer, name, argument);
            writer.WriteEndObject();
        }

        Texts(writer, "after", step.After);
        if (step.When is { } when)
            Write(writer, "when", when);
        if (step.EvenIfSkipped)
            writer.WriteBoolean("evenIfSkipped", true);
        if (step.Each is { } each)
            Write(writer, "each", each);
        Optional(writer, "key", step.Key);
        if (step.Effect != EffectKind.Pure)
            writer.WriteString("effect", Name(step.Effect));
        if (step.Retry is { } retry)
        {
            writer.WriteStartObject("retry");
            writer.WriteNumber("attempts", retry.Attempts);
            writer.WriteString("wait", Duration(retry.Wait));
            writer.WriteNumber("factor", retry.Factor);
            writer.WriteString("longestWait", Duration(retry.LongestWait));
            writer.WriteNumber("jitter", retry.Jitter);
            writer.WriteEndObject();
        }

        Optional(writer, "timeout", step.Timeout is { } timeout ? Duration(timeout) : null);
        if (step.Model is { } model)
            Write(writer, model);
        Optional(writer, "approve", step.Approve);
        if (step.Plan is { } plan)
        {
            writer.WritePropertyName("plan");
            Write(writer, plan);
        }

        Texts(writer, "accept", step.Accept);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ModelChoice model)
    {
        if (model.Rules.Count == 0)
        {
            writer.WriteString("model", model.Default);
            return;
        }

        writer.WriteStartObject("model");
        writer.WriteString("use", model.Default);
        writer.WriteStartArray("rules");
        foreach (var rule in model.Rules)
        {
            writer.WriteStartObject();
            Write(writer, "when", rule.When);
            writer.WriteString("use", rule.Use);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, Argument argument)
    {
        writer.WritePropertyName(name);
        Write(writer, argument);
    }

    private static void Write(Utf8JsonWriter writer, Argument argument)
    {
        switch (argument)
        {
            case Argument.Value(var literal) when !ValueParser.HasReference(literal):
                literal.WriteTo(writer);
                break;
            case Argument.List list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteStartObject();
                Members(writer, argument);
                writer.WriteEndObject();
                break;
        }
    }

    private static void Members(Utf8JsonWriter writer, Argument argument)
    {
        switch (argument)
        {
            case Argument.Value(var literal):
                writer.WritePropertyName("value");
                literal.WriteTo(writer);
                break;
            case Argument.FromStep step:
                writer.WriteString("step", step.Name);
                Optional(writer, "path", step.Path);
                if (step.Else is { } otherwise)
                {
                    writer.WritePropertyName("else");
                    otherwise.WriteTo(writer);
                }

                break;
            case Argument.FromInput input:
                writer.WriteString("input", input.Name);
                Optional(writer, "path", input.Path);
                break;
            case Argument.Item item:
                writer.WriteBoolean("item", true);
                Optional(writer, "path", item.Path);
                break;
            case Argument.Object members:
                foreach (var (name, member) in members.Members.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                    Write(writer, name, member);
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, Condition condition)
    {
        writer.WritePropertyName(name);
        Write(writer, condition);
    }

    private static void Write(Utf8JsonWriter writer, Condition condition)
    {
        writer.WriteStartObject();
        switch (condition)
        {
            case Condition.Equal equal:
                Write(writer, "value", equal.Of);
                writer.WritePropertyName("equals");
                equal.To.WriteTo(writer);
                break;
            case Condition.More more:
                Write(writer, "value", more.Of);
                writer.WriteNumber("more", more.Than);
                break;
            case Condition.Less less:
                Write(writer, "value", less.Of);
                writer.WriteNumber("less", less.Than);
                break;
            case Condition.Truthy truthy:
                Write(writer, "value", truthy.Of);
                break;
            case Condition.Was was:
                writer.WriteString("step", was.Step);
                writer.WriteString("was", was.State);
                break;
            case Condition.Attempt attempt:
                writer.WriteNumber("attempt", attempt.AtLeast);
                break;
            case Condition.Not not:
                Write(writer, "not", not.Of);
                break;
            case Condition.All all:
                Conditions(writer, "all", all.Of);
                break;
            case Condition.Any any:
                Conditions(writer, "any", any.Of);
                break;
        }

        writer.WriteEndObject();
    }

    private static void Conditions(Utf8JsonWriter writer, string name, IReadOnlyList<Condition> conditions)
    {
        writer.WriteStartArray(name);
        foreach (var condition in conditions)
            Write(writer, condition);
        writer.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
            return;
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private static void Optional(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
            writer.WriteString(name, text);
    }

    private static string Duration(TimeSpan time) => time.TotalMilliseconds.ToString("0.####", CultureInfo.InvariantCulture) + "ms";
}
