using System.Globalization;
using System.Text.Json;
using Tako.Core.Budgets;
using Tako.Core.Faults;
using Tako.Core.Schema;
using Tako.Core.Schema.Validation;

namespace Tako.Core.Contracts;

/// <summary>Reads a contract that a person or a model wrote as YAML or JSON, and lists every fault at once with its line.</summary>
public static class ContractReader
{
    private static readonly string[] Tiers = ["L1", "L2", "L3", "L4"];

    public static Parsed<TaskContract> Read(string text) => SourceDocument.Parse(text) switch
    {
        Parsed<SourceDocument>.Ok source => Read(source.Value),
        Parsed<SourceDocument>.Faulty wrong => new Parsed<TaskContract>.Faulty(wrong.Faults),
        var other => throw new InvalidOperationException($"Unknown outcome {other}."),
    };

    public static Parsed<TaskContract> Read(SourceDocument source)
    {
        var faults = new List<Fault>();
        var top = new SourceObject(source, source.Root, "", faults, "goal", "constraints", "budget", "security", "deliverables",
            "acceptance", "test", "prepare", "model", "branch");
        var contract = new TaskContract
        {
            Goal = top.Text("goal", required: true) ?? "",
            Constraints = top.Texts("constraints", _ => null) ?? [],
            Budget = Budget(top),
            Security = Security(top),
            Deliverables = Deliverables(top),
            Acceptance = AcceptanceReader.Read(top),
            TestCommand = top.Get("test") is { } test ? top.Command(test, top.At("test")) : null,
            Prepare = Commands(top, "prepare"),
            Model = top.Text("model"),
            Branch = top.Text("branch"),
        };
        return faults.Count == 0
            ? new Parsed<TaskContract>.Ok(contract)
            : new Parsed<TaskContract>.Faulty([.. faults.OrderBy(fault => fault.Line)]);
    }

    private static BudgetLimits Budget(SourceObject top)
    {
        if (top.Object("budget", "tokens", "time", "usd") is not { } budget)
            return new BudgetLimits();
        return new BudgetLimits
        {
            Tokens = Amount(budget, "tokens", TokenText.Parse),
            Time = Amount(budget, "time", DurationText.Parse),
            Usd = Amount(budget, "usd", MoneyText.Parse),
        };
    }

    /// <summary>A measure above zero, as a number or as a text with its unit.</summary>
    private static T? Amount<T>(SourceObject budget, string key, Func<string, Parsed<T>> parse) where T : struct, IComparable<T>
    {
        if (budget.Get(key) is not { } value)
            return null;
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
        {
            budget.Fault(key, $"expected a number or a text with a unit, found {Wording.Found(value)}");
            return null;
        }

        // 5e4 and 50000.0 are the same number to JSON; a decimal writes both out.
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()!
            : value.TryGetDecimal(out var number) ? number.ToString("0.############################", CultureInfo.InvariantCulture)
            : value.GetRawText();
        if (text.StartsWith('-'))
        {
            budget.Fault(key, "is negative; a budget is more than 0");
            return null;
        }

        if (!budget.Parsed(parse(text), budget.At(key), out var amount))
            return null;
        if (amount.CompareTo(default) <= 0)
            budget.Fault(key, "is 0; a budget is more than 0, and leaving it out means no limit");
        return amount;
    }

    private static SecurityPolicy Security(SourceObject top)
    {
        if (top.Object("security", "write", "protect", "commands", "feeds", "minimumTier", "approveWrite") is not { } security)
            return new SecurityPolicy();
        var policy = new SecurityPolicy
        {
            Write = security.Texts("write", PathText.GlobFault) ?? [],
            Protect = security.Texts("protect", PathText.GlobFault) ?? [],
            Commands = security.Texts("commands", ProgramFault) ?? [],
            Feeds = security.Texts("feeds", HostFault) ?? [],
            MinimumTier = security.Text("minimumTier") ?? "L2",
            ApproveWrite = security.Flag("approveWrite"),
        };
        if (!Tiers.Contains(policy.MinimumTier))
        {
            security.Fault("minimumTier",
                $"'{DurationText.Short(policy.MinimumTier)}' is not a tier; tiers are {string.Join(", ", Tiers)}");
        }

        Contradictions(security, policy);
        return policy;
    }

    private static void Contradictions(SourceObject security, SecurityPolicy policy)
    {
        for (var index = 0; index < policy.Write.Count; index++)
        {
            var glob = policy.Write[index];
            if (policy.Protect.FirstOrDefault(protect => PathText.Covers(protect, glob)) is { } wall)
                security.Fault("write", $"'{glob}' can never be written, because '{wall}' is protected; remove one of the two");
        }

        if (policy.Write.Count == 0 && policy.Protect.FirstOrDefault(protect => PathText.Covers(protect, "**")) is { } all)
            security.Fault("protect", $"'{all}' protects the whole repository, so that nothing can be changed");
    }

    private static string? ProgramFault(string name) =>
        name.Any(letter => char.IsWhiteSpace(letter) || letter is '/' or '\\' || char.IsControl(letter))
        ? "is not the plain name of a program; write the name alone, without a path or arguments" : null;

    private static string? HostFault(string host) => host.Length <= 253 && Formats.Fits("hostname", host) ? null
        : "is not the name of a host; write it without a scheme, port or path";

    private static IReadOnlyList<string> Deliverables(SourceObject top)
    {
        var deliverables = top.Texts("deliverables", PathText.PathFault);
        if (deliverables is { Count: 0 } && top.Get("deliverables") is { } value && value.GetArrayLength() == 0)
            top.Fault("deliverables", "is empty; leave it out for a patch, or name what the task leaves behind");
        return deliverables ?? ["patch"];
    }

    private static List<IReadOnlyList<string>> Commands(SourceObject top, string key)
    {
        var commands = new List<IReadOnlyList<string>>();
        foreach (var (value, pointer) in top.Items(key, "a list of commands") ?? [])
        {
            if (top.Command(value, pointer) is { } command)
                commands.Add(command);
        }

        return commands;
    }
}
