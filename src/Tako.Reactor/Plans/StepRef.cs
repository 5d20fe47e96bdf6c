using System.Linq.Expressions;
using System.Text.Json;
using Tako.Core.Contracts;
using Tako.Core.Schema;

namespace Tako.Reactor.Plans;

/// <summary>A step that a <see cref="PlanBuilder"/> knows, whatever its value's type.</summary>
public abstract class StepRef
{
    private protected StepRef() { }

    public abstract string Name { get; }
}

/// <summary>A step under construction, and a stand-in for its value as an argument of later steps.</summary>
public sealed class StepRef<T> : StepRef
{
    private readonly List<PlanStep> _steps;
    private readonly int _index;

    internal StepRef(List<PlanStep> steps, int index) => (_steps, _index) = (steps, index);

    public override string Name => _steps[_index].Name;

    /// <summary>The step's value.</summary>
    public ValueRef<T> Value => new(new Argument.FromStep(Name));

    public static implicit operator Argument(StepRef<T> step) => step.Value;

    /// <summary>A part of the step's value, such as <c>found.Get(f => f.Files)</c>.</summary>
    public ValueRef<TPart> Get<TPart>(Expression<Func<T, TPart>> part) => Value.Get(part);

    public StepRef<T> With(string argument, Argument value) =>
        Change(step => step with { With = new Dictionary<string, Argument>(step.With) { [argument] = value } });

    public StepRef<T> With(string argument, string text) =>
        With(argument, new Argument.Value(JsonElement.Parse($"\"{JsonEncodedText.Encode(text)}\"")));

    public StepRef<T> With(string argument, long number) => With(argument, new Argument.Value(JsonElement.Parse($"{number}")));

    public StepRef<T> With(string argument, bool flag) => With(argument, new Argument.Value(JsonElement.Parse(flag ? "true" : "false")));

    public StepRef<T> After(params IReadOnlyList<StepRef> steps) =>
        Change(step => step with { After = [.. step.After, .. steps.Select(one => one.Name)] });

    public StepRef<T> When(Condition condition) => Change(step => step with { When = condition });

    public StepRef<T> EvenIfSkipped() => Change(step => step with { EvenIfSkipped = true });

    /// <summary>Runs once for each item of the list; what the step stands for is then the list of the results.</summary>
    /// <param name="key">JSON Pointer of the text in an item that names it.</param>
    public StepRef<IReadOnlyList<T>> Each<TItem>(ValueRef<IReadOnlyList<TItem>> list, string? key = null)
    {
        Change(step => step with { Each = list, Key = key });
        return new StepRef<IReadOnlyList<T>>(_steps, _index);
    }

    public StepRef<T> Effect(EffectKind kind) => Change(step => step with { Effect = kind });

    public StepRef<T> Retry(RetryPolicy policy) => Change(step => step with { Retry = policy });

    public StepRef<T> Timeout(TimeSpan longest) => Change(step => step with { Timeout = longest });

    public StepRef<T> Model(ModelChoice choice) => Change(step => step with { Model = choice });

    public StepRef<T> Approve(string question) => Change(step => step with { Approve = question });

    public StepRef<T> Accept(params IReadOnlyList<string> criteria) => Change(step => step with { Accept = criteria });

    private StepRef<T> Change(Func<PlanStep, PlanStep> change)
    {
        _steps[_index] = change(_steps[_index]);
        return this;
    }
}

/// <summary>A value that will exist when the plan runs.</summary>
public sealed record ValueRef<T>(Argument Argument)
{
    public static implicit operator Argument(ValueRef<T> value) => value.Argument;

    /// <summary>A part of the value: a chain of properties, named in JSON by the camel case of their names.</summary>
    public ValueRef<TPart> Get<TPart>(Expression<Func<T, TPart>> part)
    {
        var path = "";
        var node = part.Body;
        for (; node is MemberExpression member; node = member.Expression)
            path = $"/{SourceDocument.Escape(JsonNamingPolicy.CamelCase.ConvertName(member.Member.Name))}{path}";
        if (node is not ParameterExpression)
            throw new ArgumentException($"'{part}' is not a chain of properties.", nameof(part));
        return new ValueRef<TPart>(Argument switch
        {
            Argument.FromStep step => step with { Path = step.Path + path },
            Argument.FromInput input => input with { Path = input.Path + path },
            Argument.Item item => item with { Path = item.Path + path },
            _ => throw new ArgumentException("Only a step, an input or an item has parts.", nameof(part)),
        });
    }
}
