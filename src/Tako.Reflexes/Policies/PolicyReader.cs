using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Core.Labels;
using Tako.Core.Schema;
using Tako.Reflexes.Canaries;
using Tako.Reflexes.Inspection;

namespace Tako.Reflexes.Policies;

/// <summary>Reads a policy from YAML or JSON; its schema is published as <c>reflexes</c>.</summary>
public static class PolicyReader
{
    private const int VersionLength = 12;
    private static readonly JsonElement Empty = JsonDocument.Parse("{}").RootElement;

    /// <summary>The policy, or everything that is wrong with it, each with its line.</summary>
    public static Parsed<ReflexPolicy> Read(string text)
    {
        if (text.AsSpan().Trim().IsEmpty)
            return new Parsed<ReflexPolicy>.Ok(ReflexPolicy.Default);
        return SourceDocument.Parse(text) switch
        {
            Parsed<SourceDocument>.Ok { Value: var document } => Read(document, text),
            Parsed<SourceDocument>.Faulty { Faults: var faults } => new Parsed<ReflexPolicy>.Faulty(faults),
            var other => throw new UnreachableException($"{other}"),
        };
    }

    private static Parsed<ReflexPolicy> Read(SourceDocument document, string text)
    {
        var errors = PublishedSchemas.Find("reflexes")!.Check(document.Root);
        if (errors.Count > 0)
            return new Parsed<ReflexPolicy>.Faulty([.. errors.Select(error => document.Fault(error.Path, error.Message))]);
        var faults = new List<Fault>();
        var policy = Policy(document, text, faults);
        return faults.Count > 0 ? new Parsed<ReflexPolicy>.Faulty(faults) : new Parsed<ReflexPolicy>.Ok(policy);
    }

    private static ReflexPolicy Policy(SourceDocument document, string text, List<Fault> faults)
    {
        var root = document.Root;
        return new ReflexPolicy
        {
            Version = root.TryGetProperty("version", out var version) ? version.GetString()! : Hash(text),
            Names = root.TryGetProperty("names", out var names) && names.GetBoolean(),
            Off = Words(root, "off").ToHashSet(StringComparer.Ordinal),
            Rules = root.TryGetProperty("rules", out var rules) ? [.. rules.EnumerateArray().Select(Rule)] : ReflexPolicy.Default.Rules,
            Allow = Words(root, "allow"),
            Deny = Words(root, "deny"),
            Patterns = [.. Items(root, "patterns").Select((own, index) => Pattern(document, own, index, faults))],
            Canaries = Canaries(document, faults),
            Rates = [.. Items(Limits(root), "rates").Select(static rate => new RateLimit
            {
                Tools = Words(rate, "tools"),
                Arms = Words(rate, "arms"),
                Burst = rate.GetProperty("burst").GetInt32(),
                PerSecond = rate.GetProperty("perSecond").GetDouble(),
            })],
            Costs = [.. Items(Limits(root), "costs").Select((cost, index) => Cost(document, cost, index, faults))],
            Access = root.TryGetProperty("access", out var access)
                ? new AccessLists { Allow = Lists(access, "allow"), Deny = Lists(access, "deny") }
                : AccessLists.Open,
        };
    }

    private static ReflexRule Rule(JsonElement rule) => new()
    {
        Families = [.. Words(rule, "families").Select(static word => Enum.Parse<FindingFamily>(word, ignoreCase: true))],
        Kinds = Words(rule, "kinds"),
        Above = rule.TryGetProperty("above", out var above) ? above.GetDouble() : 0,
        AtMost = rule.TryGetProperty("trust", out var trust)
            ? Enum.Parse<Integrity>(trust.GetString()!, ignoreCase: true)
            : Integrity.System,
        Action = Enum.Parse<ReflexAction>(rule.GetProperty("do").GetString()!, ignoreCase: true),
    };

    private static ReflexPattern Pattern(SourceDocument document, JsonElement own, int index, List<Fault> faults)
    {
        var pattern = own.GetProperty("pattern").GetString()!;
        try
        {
            if (ListedScanner.Compile(pattern).IsMatch(""))
                faults.Add(document.Fault($"/patterns/{index}/pattern", "matches nothing at all; make it match some letters"));
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            faults.Add(document.Fault($"/patterns/{index}/pattern", wrong is NotSupportedException
                ? "needs look-around or back references, which are not run here; write it without them"
                : $"is no regular expression: {wrong.Message}"));
        }

        return new ReflexPattern(own.GetProperty("kind").GetString()!, pattern,
            own.TryGetProperty("score", out var score) ? score.GetDouble() : 0.9);
    }

    private static JsonElement Limits(JsonElement root) => root.TryGetProperty("limits", out var limits) ? limits : Empty;

    private static CostLimit Cost(SourceDocument document, JsonElement cost, int index, List<Fault> faults) => new()
    {
        Tools = Words(cost, "tools"),
        Arms = Words(cost, "arms"),
        Usd = Positive($"/limits/costs/{index}/usd", MoneyText.Parse(cost.GetProperty("usd").ToString()), document, faults),
        Per = Positive($"/limits/costs/{index}/per", DurationText.Parse(cost.GetProperty("per").ToString()), document, faults),
    };

    // A limit that cannot be read is a fault: left out in silence it would be no limit.
    private static T Positive<T>(string path, Parsed<T> read, SourceDocument document, List<Fault> faults)
        where T : struct, IComparable<T>
    {
        if (read is Parsed<T>.Ok { Value: var value })
        {
            if (value.CompareTo(default) <= 0)
                faults.Add(document.Fault(path, "must be more than 0"));
            return value;
        }

        faults.AddRange(((Parsed<T>.Faulty)read).Faults.Select(fault => document.Fault(path, fault.Message)));
        return default;
    }

    private static Dictionary<AccessKind, IReadOnlyList<string>> Lists(JsonElement access, string name) =>
        access.TryGetProperty(name, out var lists)
            ? lists.EnumerateObject().ToDictionary(static list => Enum.Parse<AccessKind>(list.Name, ignoreCase: true),
                list => Words(lists, list.Name))
            : [];

    private static IReadOnlyList<string> Canaries(SourceDocument document, List<Fault> faults)
    {
        var words = Words(document.Root, "canaries");
        try
        {
            if (words.Count > 0)
                _ = new CanaryScanner(words);
        }
        catch (ArgumentException wrong)
        {
            faults.Add(document.Fault("/canaries", wrong.Message));
        }

        return words;
    }

    private static IReadOnlyList<string> Words(JsonElement from, string name) =>
        [.. Items(from, name).Select(static word => word.GetString()!)];

    private static IEnumerable<JsonElement> Items(JsonElement from, string name) =>
        from.TryGetProperty(name, out var list) ? list.EnumerateArray() : [];

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..VersionLength];
}
