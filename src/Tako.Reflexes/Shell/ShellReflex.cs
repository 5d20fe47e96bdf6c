using System.Text.Json;
using Tako.Core.Capabilities;

namespace Tako.Reflexes.Shell;

/// <summary>Judges the commands in the arguments of tools before they run.</summary>
public sealed class ShellReflex(ShellReflexOptions? options = null) : IGateRule
{
    private const int MostReasons = 3;
    private readonly ShellReflexOptions _options = options ?? new ShellReflexOptions();
    private readonly ShellJudge _judge = new((options ?? new ShellReflexOptions()).Shell);

    public string Name => "shell";

    public RuleVerdict Judge(Effect effect, Grant grant)
    {
        if (effect.Arguments.ValueKind != JsonValueKind.Object)
            return RuleVerdict.Ok;
        var named = _options.Tools.Contains(effect.Tool);
        if (!named && !_options.AnyTool)
            return RuleVerdict.Ok;
        var level = ShellLevel.Allow;
        var findings = new List<ShellFinding>();
        foreach (var member in effect.Arguments.EnumerateObject())
        {
            if (!_options.Arguments.Contains(member.Name) || Verdict(member, effect.Arguments) is not { } verdict)
                continue;
            level = verdict.Level > level ? verdict.Level : level;
            findings.AddRange(verdict.Findings);
        }

        return level switch
        {
            ShellLevel.Allow => RuleVerdict.Ok,
            ShellLevel.Ask => new RuleVerdict.Ask($"May {effect.Actor} run a command that {findings[0].Reason} ({findings[0].Code})?",
                [.. findings.Select(Line)]),
            _ => Denial([.. findings.Where(static found => found.Level == ShellLevel.Deny).Take(MostReasons)]),
        };
    }

    private static RuleVerdict.Deny Denial(IReadOnlyList<ShellFinding> findings) => new(string.Join("; ", findings.Select(Line)),
        string.Join(" ", findings.Select(static found => found.WayOut).Distinct()));

    private ShellVerdict? Verdict(JsonProperty member, JsonElement arguments)
    {
        switch (member.Value.ValueKind)
        {
            case JsonValueKind.String when _options.Programs.Contains(member.Name):
                return _judge.Judge([member.Value.GetString()!, .. Texts(arguments)], _options.Context);
            case JsonValueKind.String:
                return _judge.Judge(member.Value.GetString()!, _options.Context);
            case JsonValueKind.Array:
                return _judge.Judge(Texts(member.Value).ToList(), _options.Context);
            default:
                return null;
        }
    }

    // The words of a program that is given apart from them.
    private static IEnumerable<string> Texts(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var name in (string[])["arguments", "args"])
            {
                if (value.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array)
                    return Texts(list);
            }

            return [];
        }

        return value.EnumerateArray().Select(static item => item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText());
    }

    private static string Line(ShellFinding finding) => $"{Plain(finding.Command)} {finding.Reason} ({finding.Code})";

    // A name that was written to look like something else is not repeated.
    private static string Plain(string command) =>
        command.Length <= 40 && command.All(static letter => char.IsAsciiLetterOrDigit(letter)
            || letter is ' ' or '-' or '.' or '_') ? command : "the command";
}
