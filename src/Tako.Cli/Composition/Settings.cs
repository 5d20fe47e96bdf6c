using System.Collections;
using System.Text.Json;
using Tako.Core.Budgets;
using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Core.Schema;
using Tako.Reflexes;
using Tako.Reflexes.Hooks;
using Tako.Reflexes.Policies;
using Tako.Server.Limits;

namespace Tako.Cli.Composition;

/// <summary>What the user's configuration file says beside models: limits over every contract, the degrade ladder, the sandbox,
/// the gateway's money.</summary>
internal sealed record Settings
{
    // Below the gate's own limit for all hooks of an effect.
    private static readonly TimeSpan MostHookTime = TimeSpan.FromSeconds(50);

    /// <summary>The file as read; null when there is none.</summary>
    public SourceDocument? Document { get; init; }

    public BudgetLimits Limits { get; init; } = new();

    public DegradeOptions Degrade { get; init; } = new();

    /// <summary>Budgets of the gateway, and how its spend is kept.</summary>
    public MoneyConfig Money { get; init; } = MoneyConfig.Default;

    /// <summary>Commands that are asked before and after every use of a tool.</summary>
    public IReadOnlyList<CommandHookOptions> Hooks { get; init; } = [];

    /// <summary>What is made of the texts that arms read; null where the file names no policy.</summary>
    public ReflexPolicy? Reflexes { get; init; }

    /// <summary>Least isolation, whatever a contract says; null leaves it to the contract.</summary>
    public string? MinimumTier { get; init; }

    public static IReadOnlyDictionary<string, string> Environment { get; } = System.Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);

    public static Parsed<Settings> Read(string file)
    {
        if (!File.Exists(file))
            return new Parsed<Settings>.Ok(new Settings());
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return new Parsed<Settings>.Faulty([new Fault("/", 0, $"{file} cannot be read: {wrong.Message}")]);
        }

        if (text.AsSpan().Trim().IsEmpty)
            return new Parsed<Settings>.Ok(new Settings());
        return SourceDocument.Parse(text) switch
        {
            Parsed<SourceDocument>.Ok { Value: var document } => Read(document, file),
            Parsed<SourceDocument>.Faulty faulty => new Parsed<Settings>.Faulty(faulty.Faults),
            _ => throw new InvalidOperationException("A parsed value is ok or faulty."),
        };
    }

    /// <summary>A contract within the user's limits: the smaller budget and the stricter tier hold.</summary>
    public TaskContract Bound(TaskContract contract) => contract with
    {
        Budget = new BudgetLimits
        {
            Tokens = Least(contract.Budget.Tokens, Limits.Tokens),
            Time = Least(contract.Budget.Time, Limits.Time),
            Usd = Least(contract.Budget.Usd, Limits.Usd),
        },
        Security = contract.Security with
        {
            MinimumTier = MinimumTier is { } tier
                && string.CompareOrdinal(tier, contract.Security.MinimumTier) < 0
                    ? tier
                    : contract.Security.MinimumTier,
        },
    };

    private static Parsed<Settings> Read(SourceDocument document, string file)
    {
        var errors = PublishedSchemas.Find("config")!.Check(document.Root);
        if (errors.Count > 0)
            return new Parsed<Settings>.Faulty([.. errors.Select(error => document.Fault(error.Path, error.Message))]);
        var root = document.Root;
        var degrade = new DegradeOptions();
        if (root.TryGetProperty("degrade", out var shares))
        {
            degrade = new DegradeOptions
            {
                CheaperModel = Share(shares, "cheaperModel", degrade.CheaperModel),
                FewerArms = Share(shares, "fewerArms", degrade.FewerArms),
                ReflexesOnly = Share(shares, "reflexesOnly", degrade.ReflexesOnly),
                Partial = Share(shares, "partial", degrade.Partial),
            };
            try
            {
                _ = new DegradeLadder(degrade);
            }
            catch (ArgumentException fall)
            {
                return new Parsed<Settings>.Faulty([document.Fault("/degrade", fall.Message)]);
            }
        }

        var faults = new List<Fault>();
        var bounds = root.TryGetProperty("limits", out var limits) ? Budget(document, limits, faults) : new BudgetLimits();
        var money = MoneyConfigReader.Read(document);
        if (money is Parsed<MoneyConfig>.Faulty wrong)
            faults.AddRange(wrong.Faults);
        IReadOnlyList<CommandHookOptions> hooks = root.TryGetProperty("hooks", out var asked)
            ? [.. asked.EnumerateArray().Select((hook, index) => Hook(document, hook, index, faults))] : [];
        var policy = root.TryGetProperty("reflexes", out var reflexes) && reflexes.TryGetProperty("policy", out var named)
            ? Policy(document, named.GetString()!, file, faults) : null;
        if (faults.Count > 0)
            return new Parsed<Settings>.Faulty(faults);
        return new Parsed<Settings>.Ok(new Settings
        {
            Document = document,
            Money = ((Parsed<MoneyConfig>.Ok)money).Value,
            Degrade = degrade,
            Limits = bounds,
            Hooks = hooks,
            Reflexes = policy,
            MinimumTier = root.TryGetProperty("sandbox", out var sandbox)
                && sandbox.TryGetProperty("minimumTier", out var tier)
                    ? tier.GetString()
                    : null,
        });
    }

    private static ReflexPolicy? Policy(SourceDocument document, string named, string file, List<Fault> faults)
    {
        const string At = "/reflexes/policy";
        var read = NamedPolicy.Read(named, file, message => document.Fault(At, message));
        if (read is not Parsed<ReflexPolicy>.Ok { Value: var policy })
        {
            faults.AddRange(((Parsed<ReflexPolicy>.Faulty)read).Faults);
            return null;
        }

        try
        {
            // It may turn off a scanner that is not there.
            _ = StandardScanners.Inspectors(policy, TimeProvider.System);
            return policy;
        }
        catch (ArgumentException wrong)
        {
            faults.Add(document.Fault(At, $"{wrong.Message} (in {named})"));
            return null;
        }
    }

    private static CommandHookOptions Hook(SourceDocument document, JsonElement hook, int index, List<Fault> faults)
    {
        var options = new CommandHookOptions
        {
            Name = hook.GetProperty("name").GetString()!,
            Command = [.. hook.GetProperty("command").EnumerateArray().Select(static word => word.GetString()!)],
            Pre = !hook.TryGetProperty("pre", out var pre) || pre.GetBoolean(),
            Post = hook.TryGetProperty("post", out var post) && post.GetBoolean(),
        };
        if (hook.TryGetProperty("tools", out var tools))
            options = options with { Tools = [.. tools.EnumerateArray().Select(static word => word.GetString()!)] };
        if (hook.TryGetProperty("timeout", out var timeout))
        {
            if (DurationText.Parse(timeout.ToString()) is not Parsed<TimeSpan>.Ok { Value: var limit }
                || limit <= TimeSpan.Zero || limit > MostHookTime)
                faults.Add(document.Fault($"/hooks/{index}/timeout", $"must be more than 0 and at most {MostHookTime.TotalSeconds} s"));
            else
                options = options with { Timeout = limit };
        }

        if (options is { Pre: false, Post: false })
            faults.Add(document.Fault($"/hooks/{index}", "is never asked; set pre or post"));
        return options;
    }

    private static BudgetLimits Budget(SourceDocument document, JsonElement limits, List<Fault> faults) => new()
    {
        Tokens = Limit("tokens", TokenText.Parse, document, limits, faults),
        Time = Limit("time", DurationText.Parse, document, limits, faults),
        Usd = Limit("usd", MoneyText.Parse, document, limits, faults),
    };

    // A limit that cannot be read is a fault: left out in silence it would be no limit.
    private static T? Limit<T>(string name, Func<string, Parsed<T>> parse, SourceDocument document, JsonElement limits, List<Fault> faults)
        where T : struct
    {
        if (!limits.TryGetProperty(name, out var value))
            return null;
        switch (parse(value.ToString()))
        {
            case Parsed<T>.Ok ok:
                return ok.Value;
            case Parsed<T>.Faulty faulty:
                faults.AddRange(faulty.Faults.Select(fault => document.Fault($"/limits/{name}", fault.Message)));
                return null;
            default:
                throw new InvalidOperationException("A parsed value is ok or faulty.");
        }
    }

    private static double Share(JsonElement shares, string name, double otherwise) =>
        shares.TryGetProperty(name, out var share) ? share.GetDouble() : otherwise;

    private static T? Least<T>(T? one, T? other) where T : struct, IComparable<T> =>
        one is null ? other : other is null || one.Value.CompareTo(other.Value) <= 0 ? one : other;
}
