using System.Text.Json;
using System.Text.RegularExpressions;
using Tako.Core.Faults;
using Tako.Core.Schema;

namespace Tako.Reactor.Plans;

/// <summary>Everything that can be wrong with a plan whose parts have the right shape.</summary>
internal sealed partial class PlanCheck(PlanLimits limits, Func<string, string, Fault> fault)
{
    private const int MaxFaults = 200;
    private readonly List<Fault> _faults = [];
    private int _steps;

    public IReadOnlyList<Fault> Check(Plan plan)
    {
        if (plan.Name.Length == 0)
            Wrong("/name", "is missing; give the plan a name");
        Scope(plan, "", limits.Inputs, 1);
        if (_steps > limits.Steps)
            Wrong("/steps", $"is {_steps} steps in all, with a limit of {limits.Steps}; use 'each' over a list, or fewer steps");
        return _faults;
    }

    /// <summary>Checks steps that a running step wants to add; they see that step's arguments as their inputs.</summary>
    public IReadOnlyList<Fault> CheckAdded(Plan plan, IReadOnlyCollection<string> inputs, int depth)
    {
        Scope(plan, "", inputs, depth);
        if (_steps > limits.Steps)
            Wrong("/steps", $"is {_steps} steps in all, with a limit of {limits.Steps}");
        return _faults;
    }

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.\- ]*\z")]
    private static partial Regex GoodName();

    private void Wrong(string at, string message)
    {
        if (_faults.Count < MaxFaults)
            _faults.Add(fault(at, message));
    }

    private void Scope(Plan plan, string at, IReadOnlyCollection<string>? inputs, int depth)
    {
        _steps += plan.Steps.Count;
        if (depth > limits.Depth)
        {
            Wrong(at, $"is a plan nested deeper than {limits.Depth} levels; make it part of the plan above it");
            return;
        }

        if (plan.Version < 1)
            Wrong($"{at}/version", "is below 1");
        if (plan.Steps.Count == 0)
            Wrong($"{at}/steps", "is empty; a plan has at least one step");
        var names = new Dictionary<string, int>();
        for (var index = 0; index < plan.Steps.Count; index++)
        {
            var name = plan.Steps[index].Name;
            if (name.Length == 0)
                Wrong($"{at}/steps/{index}/name", "is missing; resuming needs a stable name for every step");
            else if (name.Length > PlanLimits.NameLength || !GoodName().IsMatch(name))
                Wrong($"{at}/steps/{index}/name",
                    $"is not a good name; use at most {PlanLimits.NameLength} letters, digits, blanks, '-', '_' and '.'");
            else if (!names.TryAdd(name, index))
                Wrong($"{at}/steps/{index}/name", $"is '{name}', as is the name of step {names[name] + 1}; names are unique");
        }

        if (plan.Output is { } output && !names.ContainsKey(output))
            Wrong($"{at}/output", $"names the step '{output}', which is not in this plan");
        for (var index = 0; index < plan.Steps.Count; index++)
            Step(plan.Steps[index], $"{at}/steps/{index}", names, inputs, depth);
        Cycles(plan, at, names);
    }

    private void Step(PlanStep step, string at, Dictionary<string, int> names, IReadOnlyCollection<string>? inputs, int depth)
    {
        if (step.Use.Length == 0)
            Wrong($"{at}/use", "is missing; name the kind of step");
        else if (step.Use != PlanStep.Nested && limits.Uses is { } uses && !uses.Contains(step.Use))
            Wrong($"{at}/use", $"is '{step.Use}', which is not known; known are {Known(uses)}");
        if (step.Use == PlanStep.Nested && step.Plan is null)
            Wrong($"{at}/plan", "is missing; a step that uses 'plan' holds one");
        if (step.Use != PlanStep.Nested && step.Plan is not null)
            Wrong($"{at}/plan", $"is not run, because the step uses '{step.Use}'; write use: plan, or take it out");
        if (step.With.Count > limits.Arguments)
            Wrong($"{at}/with", $"has {step.With.Count} arguments, with a limit of {limits.Arguments}");
        foreach (var (name, argument) in step.With)
        {
            var here = $"{at}/with/{SourceDocument.Escape(name)}";
            if (name.Length is 0 or > PlanLimits.NameLength || !GoodName().IsMatch(name))
                Wrong(here, "has a name that is not good; use letters, digits, blanks, '-', '_' and '.'");
            Argument(argument, here, names, inputs, step.Each is not null);
        }

        for (var index = 0; index < step.After.Count; index++)
            Reference(step.After[index], $"{at}/after/{index}", names);
        if (step.Each is { } each)
            Argument(each, $"{at}/each", names, inputs, false);
        else if (step.Key is not null)
            Wrong($"{at}/key", "names the items of a list, but the step has no 'each'");
        if (step.Key is { } key)
            Pointer(key, $"{at}/key");
        if (step.When is { } when)
            Condition(when, $"{at}/when", names, inputs);
        foreach (var (rule, index) in (step.Model?.Rules ?? []).Select((rule, index) => (rule, index)))
            Condition(rule.When, $"{at}/model/rules/{index}/when", names, inputs);
        if (step.Retry is { } retry && (retry.Attempts < 1 || retry.Attempts > limits.Attempts || retry.Factor < 1
            || retry.Jitter is < 0 or > 1 || retry.Wait < TimeSpan.Zero))
            Wrong($"{at}/retry", $"is not possible; write 1 to {limits.Attempts} attempts, a factor from 1 and a jitter from 0 to 1");
        if (step.Timeout <= TimeSpan.Zero)
            Wrong($"{at}/timeout", "is zero; write how long one attempt may take");
        if (step.Plan is { } plan)
            Scope(plan, $"{at}/plan", [.. step.With.Keys], depth + 1);
    }

    private void Argument(Argument argument, string at, Dictionary<string, int> names, IReadOnlyCollection<string>? inputs, bool item)
    {
        switch (argument)
        {
            case Plans.Argument.FromStep step:
                Reference(step.Name, at, names);
                Pointer(step.Path, at);
                break;
            case Plans.Argument.FromInput input:
                if (inputs is not null && !inputs.Contains(input.Name))
                    Wrong(at, $"takes the input '{input.Name}', which is not given; given are {Known(inputs)}");
                Pointer(input.Path, at);
                break;
            case Plans.Argument.Item of:
                if (!item)
                    Wrong(at, "takes an item, but only the arguments of a step with 'each' have one");
                Pointer(of.Path, at);
                break;
            case Plans.Argument.List list:
                foreach (var (part, index) in list.Items.Select((part, index) => (part, index)))
                    Argument(part, $"{at}/{index}", names, inputs, item);
                break;
            case Plans.Argument.Object members:
                foreach (var (name, member) in members.Members)
                    Argument(member, $"{at}/{SourceDocument.Escape(name)}", names, inputs, item);
                break;
        }
    }

    private void Condition(Condition condition, string at, Dictionary<string, int> names, IReadOnlyCollection<string>? inputs)
    {
        foreach (var argument in condition.Arguments)
            Argument(argument, at, names, inputs, false);
        foreach (var step in condition.Ends)
            Reference(step, at, names);
        foreach (var was in Parts(condition).OfType<Condition.Was>())
        {
            if (was.State is not ("done" or "skipped"))
                Wrong(at, $"asks whether '{was.Step}' was '{was.State}'; write done or skipped");
        }

        if (Truth.Constant(condition) is false)
            Wrong(at, "can never hold, so that the step is unreachable");
    }

    private static IEnumerable<Condition> Parts(Condition condition) => condition switch
    {
        Plans.Condition.Not not => Parts(not.Of),
        Plans.Condition.All all => all.Of.SelectMany(Parts),
        Plans.Condition.Any any => any.Of.SelectMany(Parts),
        _ => [condition],
    };

    private void Reference(string name, string at, Dictionary<string, int> names)
    {
        if (!names.ContainsKey(name))
            Wrong(at, $"refers to the step '{name}', which is not in this plan");
    }

    private void Pointer(string? path, string at)
    {
        if (path is { Length: > 0 } && path[0] != '/')
            Wrong(at, $"has the path '{path}'; a path is a JSON Pointer and starts with '/'");
    }

    private static string Known(IReadOnlyCollection<string> names) =>
        names.Count == 0 ? "none" : string.Join(", ", names.Order(StringComparer.Ordinal).Take(30));

    /// <summary>Names each cycle once, then the steps that can never start because they wait for one.</summary>
    private void Cycles(Plan plan, string at, Dictionary<string, int> names)
    {
        int[][] waits = [.. plan.Steps.Select(step =>
            Dependencies.Of(step).Where(names.ContainsKey).Select(name => names[name]).ToArray())];
        var stuck = Dependencies.Stuck(waits);
        var walked = new int[waits.Length];
        var cyclic = new HashSet<int>();
        var walk = 0;
        foreach (var start in stuck)
        {
            var node = start;
            for (walk++; walked[node] == 0; node = waits[node].First(stuck.Contains))
                walked[node] = walk;
            if (walked[node] != walk)
                continue;
            var cycle = new List<int>();
            for (var next = node; cycle.Count == 0 || next != node; next = waits[next].First(stuck.Contains))
                cycle.Add(next);
            cyclic.UnionWith(cycle);
            var path = cycle.Append(node).Select(index => $"'{plan.Steps[index].Name}'");
            Wrong($"{at}/steps/{cycle.Min()}", $"is part of a cycle: {string.Join(" waits for ", path)}");
        }

        foreach (var index in stuck.Except(cyclic).Order())
            Wrong($"{at}/steps/{index}", $"is unreachable: it waits for '{plan.Steps[waits[index].First(stuck.Contains)].Name}', "
                + "which waits for a cycle");
    }
}
