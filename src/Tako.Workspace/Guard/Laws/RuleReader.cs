using System.Text.Json;
using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Core.Schema;
using Tako.Workspace.Guard.Rules;
using Tako.Workspace.Guard.Symbols;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard.Laws;

/// <summary>Reads one rule of a constitution that satisfies the schema; what the schema cannot say is checked here.</summary>
internal sealed class RuleReader(SourceDocument document, JsonElement item, string pointer, string origin, List<Fault> faults)
{
    private static readonly TimeSpan CommandTime = TimeSpan.FromMinutes(5);

    public LawRule Read()
    {
        var tier = Word("tier", RuleTier.Policy);
        var action = Word("action", tier == RuleTier.Advisory ? Severity.Note : Severity.Deny);
        if (tier == RuleTier.Invariant && action != Severity.Deny)
            Fault("action", "must be deny, since nobody can lift an invariant");
        if (tier == RuleTier.Advisory && action != Severity.Note)
            Fault("action", "must be note, since advice stands in nobody's way");
        foreach (var key in new[] { "paths", "except" })
        {
            if (item.TryGetProperty(key, out var globs))
                CheckGlobs(document, globs, $"{pointer}/{key}", faults);
        }

        var violatedBy = ReadViolation();
        return new LawRule
        {
            Id = Text("id")!,
            Tier = tier,
            Risk = Word("risk", RiskClass.Moderate),
            Action = action,
            Opens = Text("onIndeterminate") == "open",
            Origin = origin,
            Paths = Texts("paths"),
            Except = Texts("except"),
            Changes = Texts("changes"),
            ViolatedBy = violatedBy,
            Message = Text("message")!,
            WayOut = Text("wayOut") ?? "Change the code so that the rule holds.",
            Examples = [.. Examples("violates", true, violatedBy), .. Examples("holds", false, violatedBy)],
        };
    }

    public static void CheckGlobs(SourceDocument document, JsonElement list, string pointer, List<Fault> faults)
    {
        var index = 0;
        foreach (var glob in list.EnumerateArray())
        {
            var at = $"{pointer}/{index++}";
            if (string.IsNullOrWhiteSpace(glob.GetString()) || glob.GetString()!.StartsWith('!'))
                faults.Add(document.Fault(at, "must be a path pattern without exceptions"));
        }
    }

    private Violation ReadViolation()
    {
        var by = item.GetProperty("violatedBy").EnumerateObject().First();
        var at = $"{pointer}/violatedBy/{by.Name}";
        switch (by.Name)
        {
            case "pattern":
                if (LawPattern.Refuse(by.Value.GetString()!) is { } why)
                    faults.Add(document.Fault(at, why));
                return new Violation.ByPattern(by.Value.GetString()!);
            case "api":
                var names = by.Value.EnumerateArray().Select(name => name.GetString()!).ToList();
                foreach (var name in names.Where(name => name.Length > 1 && name[1] == ':' && ForbiddenSymbol.Parse(name) is null))
                    faults.Add(document.Fault(at, $"'{name}' is no symbol; write it as M:Namespace.Type.Member or T:Namespace.Type"));
                return new Violation.ByApi(names);
            case "header":
                return new Violation.ByHeader(by.Value.GetString()!);
            case "command":
                return new Violation.ByCommand([.. by.Value.EnumerateArray().Select(word => word.GetString()!)], Time());
            default:
                return new Violation.ByChange();
        }
    }

    private TimeSpan Time()
    {
        if (Text("timeout") is not { } text)
            return CommandTime;
        switch (DurationText.Parse(text))
        {
            case Parsed<TimeSpan>.Ok { Value: var time } when time > TimeSpan.Zero && time <= TimeSpan.FromHours(1):
                return time;
            case Parsed<TimeSpan>.Ok:
                Fault("timeout", "must be more than nothing and at most an hour");
                return CommandTime;
            default:
                Fault("timeout", "must be a duration such as 90s or 5m");
                return CommandTime;
        }
    }

    private List<RuleExample> Examples(string key, bool isViolation, Violation violatedBy)
    {
        var value = item.GetProperty("examples").GetProperty(key);
        var list = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToList() : [value];
        var examples = new List<RuleExample>();
        foreach (var example in list)
        {
            var path = example.GetProperty("path").GetString()!;
            var from = example.TryGetProperty("from", out var old) ? old.GetString() : null;
            var before = example.TryGetProperty("before", out var was) ? was.GetString() : null;
            var after = example.TryGetProperty("after", out var now) ? now.GetString() : null;
            var bad = new[] { path, from }.OfType<string>().Where(name => !RepoPath.TryParse(name, out _, out _)).ToList();
            if (bad.Count > 0)
                Fault("examples", $"'{bad[0]}' is no path of a file in the repository");
            else if (before is null && (from is not null || after is null))
                Fault("examples", $"the example '{path}' must say what was before, what comes after, or both");
            else
            {
                examples.Add(new RuleExample(isViolation,
                    new ExampleFile(path, before, from is null ? after : after ?? before) { From = from })
                {
                    Exit = violatedBy is Violation.ByCommand
                        ? example.TryGetProperty("exit", out var exit) ? exit.GetInt32() : isViolation ? 1 : 0
                        : null,
                });
            }
        }

        return examples;
    }

    private string? Text(string key) => item.TryGetProperty(key, out var value) ? value.GetString() : null;

    private IReadOnlyList<string> Texts(string key) =>
        item.TryGetProperty(key, out var value) ? [.. value.EnumerateArray().Select(each => each.GetString()!)] : [];

    // The schema has made sure that it is one of them.
    private T Word<T>(string key, T otherwise) where T : struct, Enum =>
        Text(key) is { } word ? Enum.Parse<T>(word, ignoreCase: true) : otherwise;

    private void Fault(string key, string message) => faults.Add(document.Fault($"{pointer}/{key}", message));
}
