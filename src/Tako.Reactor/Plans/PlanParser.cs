using System.Text.Json;
using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Core.Schema;

namespace Tako.Reactor.Plans;

/// <summary>
/// From JSON to a plan: the shapes only. What a shape's parts mean together is for <see cref="PlanCheck"/>. A step that has
/// lost a part to a fault is kept with what is left, so that the check can go on and list the rest.
/// </summary>
internal sealed class PlanParser(PlanLimits limits, Func<string, string, Fault> fault)
{
    private readonly ShapeReader _shape = new(fault);

    public IReadOnlyList<Fault> Faults => _shape.Faults;

    public Plan? Plan(JsonElement value, string at, int depth)
    {
        if (depth > limits.Depth)
        {
            _shape.Wrong(at, $"is a plan nested deeper than {limits.Depth} levels; make it part of the plan above it");
            return null;
        }

        if (!_shape.IsObject(value, at, "a plan"))
            return null;
        _shape.Known(value, at, "name", "goal", "version", "output", "steps");
        if (!value.TryGetProperty("steps", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            _shape.Wrong($"{at}/steps", "is missing; list the plan's steps under it");
            return null;
        }

        var steps = new List<PlanStep>();
        foreach (var (item, index) in list.EnumerateArray().Select((item, index) => (item, index)))
        {
            if (Step(item, $"{at}/steps/{index}", depth) is { } step)
                steps.Add(step);
            else
                steps.Add(new PlanStep { Name = "", Use = "" });
        }

        return new Plan
        {
            Name = _shape.Text(value, at, "name") ?? "",
            Goal = _shape.Text(value, at, "goal"),
            Version = _shape.Whole(value, at, "version", 1, int.MaxValue) ?? 1,
            Output = _shape.Text(value, at, "output"),
            Steps = steps,
        };
    }

    private PlanStep? Step(JsonElement value, string at, int depth)
    {
        if (!_shape.IsObject(value, at, "a step"))
            return null;
        _shape.Known(value, at, "name", "use", "with", "after", "when", "evenIfSkipped", "each", "key", "effect", "retry", "timeout",
            "model", "approve", "plan", "accept");
        var values = new ValueParser(_shape);
        var has = value.TryGetProperty("plan", out var nested) && nested.ValueKind != JsonValueKind.Null;
        return new PlanStep
        {
            Name = _shape.Text(value, at, "name") ?? "",
            Use = _shape.Text(value, at, "use") ?? (has ? PlanStep.Nested : ""),
            With = With(value, at, values),
            After = _shape.Texts(value, at, "after"),
            When = value.TryGetProperty("when", out var when) ? values.Condition(when, $"{at}/when") : null,
            EvenIfSkipped = _shape.Flag(value, at, "evenIfSkipped"),
            Each = value.TryGetProperty("each", out var each) ? values.Argument(each, $"{at}/each") : null,
            Key = _shape.Text(value, at, "key"),
            Effect = Effect(value, at),
            Retry = value.TryGetProperty("retry", out var retry) ? Retry(retry, $"{at}/retry") : null,
            Timeout = _shape.Duration(value, at, "timeout"),
            Model = value.TryGetProperty("model", out var model) ? values.Model(model, $"{at}/model") : null,
            Approve = _shape.Text(value, at, "approve"),
            Plan = has ? Plan(nested, $"{at}/plan", depth + 1) : null,
            Accept = _shape.Texts(value, at, "accept"),
        };
    }

    private IReadOnlyDictionary<string, Argument> With(JsonElement step, string at, ValueParser values)
    {
        var result = new Dictionary<string, Argument>();
        if (!step.TryGetProperty("with", out var with) || with.ValueKind == JsonValueKind.Null
            || !_shape.IsObject(with, $"{at}/with", "arguments by name"))
            return result;
        foreach (var member in with.EnumerateObject())
            result[member.Name] = values.Argument(member.Value, $"{at}/with/{SourceDocument.Escape(member.Name)}");
        return result;
    }

    private EffectKind Effect(JsonElement step, string at)
    {
        if (_shape.Text(step, at, "effect") is not { } text)
            return EffectKind.Pure;
        foreach (var kind in Enum.GetValues<EffectKind>())
        {
            if (PlanJson.Name(kind) == text)
                return kind;
        }

        _shape.Wrong($"{at}/effect", $"is '{text}'; write pure, idempotent, probeable or irreversible");
        return EffectKind.Irreversible;
    }

    private RetryPolicy? Retry(JsonElement value, string at)
    {
        if (value.ValueKind == JsonValueKind.Number)
            return value.TryGetInt32(out var attempts) ? new RetryPolicy { Attempts = attempts } : Odd();
        if (!_shape.IsObject(value, at, "a retry policy"))
            return null;
        _shape.Known(value, at, "attempts", "wait", "factor", "longestWait", "jitter");
        var usual = new RetryPolicy();
        return new RetryPolicy
        {
            Attempts = _shape.Whole(value, at, "attempts", 1, int.MaxValue) ?? usual.Attempts,
            Wait = _shape.Duration(value, at, "wait") ?? usual.Wait,
            Factor = (double?)_shape.Number(value, at, "factor", 1, 100) ?? usual.Factor,
            LongestWait = _shape.Duration(value, at, "longestWait") ?? usual.LongestWait,
            Jitter = (double?)_shape.Number(value, at, "jitter", 0, 1) ?? usual.Jitter,
        };

        RetryPolicy? Odd()
        {
            _shape.Wrong(at, "is not a whole number of attempts");
            return null;
        }
    }
}
