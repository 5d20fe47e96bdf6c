using System.Text.Json;
using Tako.Core.Faults;
using Tako.Core.Schema;
using Tako.Workspace.Guard.Rules;

namespace Tako.Workspace.Guard.Laws;

/// <summary>Reads one constitution over the law so far. A repository's can only make the result stricter.</summary>
internal sealed class ConstitutionReader(SourceDocument document, Constitution law, bool isUsers)
{
    private static readonly string[] OfTheUser = ["advise"];

    private readonly List<Fault> _faults = [];

    public IReadOnlyList<Fault> Faults => _faults;

    public Constitution Read()
    {
        foreach (var error in PublishedSchemas.Find("constitution")!.Check(document.Root))
            _faults.Add(document.Fault(error.Path, error.Message));
        if (_faults.Count > 0)
            return law;
        foreach (var key in OfTheUser.Where(key => !isUsers && document.Root.TryGetProperty(key, out _)))
            _faults.Add(document.Fault("/" + key, "only the user's own constitution may say this"));
        var write = Globs("write");
        var allowed = Allowances();
        var next = law with
        {
            Protect = [.. law.Protect, .. Globs("protect") ?? []],
            Ask = [.. law.Ask, .. Globs("ask") ?? []],
            Write = write is null ? law.Write : [.. law.Write, write],
            MaxFiles = (int)Limit("maxFiles", law.MaxFiles),
            MaxFileBytes = Limit("maxFileBytes", law.MaxFileBytes),
            MaxBytes = Limit("maxBytes", law.MaxBytes),
            MaxLines = (int)Limit("maxLines", law.MaxLines),
            MinimumTier = document.Root.TryGetProperty("minimumTier", out var tier)
                ? IsolationTiers.Stricter(law.MinimumTier, tier.GetString()!)
                : law.MinimumTier,
            ApproveWrite = law.ApproveWrite || (document.Root.TryGetProperty("approveWrite", out var approve) && approve.GetBoolean()),
            Advise = [.. law.Advise, .. Texts(document.Root, "advise")],
            SecretsAllowed = [.. law.SecretsAllowed, .. allowed],
        };
        var rules = _faults.Count > 0 ? [] : Rules(next);
        return next with { Rules = [.. law.Rules, .. rules] };
    }

    private List<LawRule> Rules(Constitution next)
    {
        var rules = new List<LawRule>();
        if (!document.Root.TryGetProperty("rules", out var list))
            return rules;
        var taken = new IntentGuard(law with { Faults = [] }, _ => [], []).Cards.Select(card => card.Id).ToHashSet(StringComparer.Ordinal);
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var pointer = $"/rules/{index++}";
            if (!taken.Add(item.GetProperty("id").GetString()!))
                _faults.Add(document.Fault(pointer + "/id", "is the name of another rule"));
            var faults = _faults.Count;
            var rule = new RuleReader(document, item, pointer, isUsers ? "user" : "repository", _faults).Read();
            if (_faults.Count > faults)
                continue;
            rules.Add(rule);
            Test(rule, next, pointer);
        }

        return rules;
    }

    // A rule that does not do what its author shows is not the rule that was meant.
    private void Test(LawRule rule, Constitution next, string pointer)
    {
        var custom = new CustomRule(rule);
        foreach (var example in rule.Examples)
        {
            if (example.Run(custom, next, custom.Command) is { } fault)
                _faults.Add(document.Fault(pointer + "/examples", fault));
        }
    }

    private List<string>? Globs(string key)
    {
        if (!document.Root.TryGetProperty(key, out var value))
            return null;
        RuleReader.CheckGlobs(document, value, "/" + key, _faults);
        return [.. value.EnumerateArray().Select(item => item.GetString()!)];
    }

    private long Limit(string key, long limit) => !document.Root.TryGetProperty(key, out var value) ? limit
        : isUsers ? value.GetInt64() : Math.Min(limit, value.GetInt64());

    private IEnumerable<string> Texts(JsonElement parent, string key) => parent.TryGetProperty(key, out var value)
        ? value.EnumerateArray().Select(item => item.GetString()!)
        : [];

    private List<SecretAllowance> Allowances()
    {
        var allowed = new List<SecretAllowance>();
        if (!document.Root.TryGetProperty("secrets", out var secrets) || !secrets.TryGetProperty("allow", out var list))
            return allowed;
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var pointer = $"/secrets/allow/{index++}";
            var match = item.TryGetProperty("match", out var expression) ? expression.GetString() : null;
            if (match is not null && LawPattern.Refuse(match) is { } why)
                _faults.Add(document.Fault(pointer + "/match", why));
            else
                allowed.Add(new SecretAllowance([.. Texts(item, "paths")], match,
                    item.TryGetProperty("sha256", out var hash) ? hash.GetString() : null, item.GetProperty("reason")
                        .GetString()!, isUsers));
            if (item.TryGetProperty("paths", out var paths))
                RuleReader.CheckGlobs(document, paths, pointer + "/paths", _faults);
        }

        return allowed;
    }
}
