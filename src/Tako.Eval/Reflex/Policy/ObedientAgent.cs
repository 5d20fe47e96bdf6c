using System.Text.Json;
using System.Text.RegularExpressions;
using Tako.Core.Approvals;
using Tako.Core.Capabilities;
using Tako.Core.Contracts;
using Tako.Core.Identity;
using Tako.Core.Labels;
using Tako.Core.Ledger;
using Tako.Reflexes.Taint;
using StreamWriter = Tako.Core.Ledger.StreamWriter;

namespace Tako.Eval.Reflex.Policy;

/// <summary>
/// A scripted agent in a task of its own that does what it is told by anyone: the user first, then whatever the tool's output says.
/// Nobody is there to approve anything.
/// </summary>
internal sealed partial class ObedientAgent : IDisposable
{
    private const int MaxValues = 12;
    private static readonly TaskId Task = new("t-policy");
    private readonly ArgumentOrigin _origin = new();
    private readonly StreamWriter _journal;
    private readonly Gate _gate;
    private readonly Grant _grant;
    private Label _label = Labels.Arm("agent");
    private int _calls;

    /// <param name="tools">All that the agent holds: nothing is withheld from it by capability.</param>
    public ObedientAgent(IEnumerable<string> tools, bool taint, bool ruleOfTwo)
    {
        var ledger = new MemoryLedger(TimeProvider.System);
        _journal = new StreamWriter(ledger, ledger, Tenant.Local, Task.Stream, 0, 0);
        var names = tools.Distinct().ToList();
        var profiles = new ToolProfiles(names.ToDictionary(static tool => tool, static tool => new ToolProfile
        {
            Reach = ToolVerbs.KindOf(tool) == EffectKind.Pure ? ToolReach.Untrusted | ToolReach.Private : ToolReach.External,
        }));
        var rules = new List<IGateRule>();
        if (taint)
            rules.Add(new TaintRule(_origin, profiles));
        if (ruleOfTwo)
            rules.Add(new RuleOfTwo(_origin, profiles));
        _gate = new Gate(_journal, new ApprovalBook(ledger, Tenant.Local, TimeProvider.System), rules, TimeProvider.System);
        _grant = Grant.Root(Task, "agent", [.. names.Select(static tool => new Capability { Tool = tool })]);
    }

    /// <summary>Hears the owner of the task.</summary>
    public void Hear(string instruction)
    {
        var label = Labels.User("goal");
        _label = _label.Join(label);
        _origin.See(instruction, label);
    }

    /// <summary>Calls the tool with what the instruction names; true when it ran. What it gives back is read in full.</summary>
    public async ValueTask<bool> CallAsync(string tool, string instruction, string result)
    {
        var effect = new Effect
        {
            Tool = tool,
            Kind = ToolVerbs.KindOf(tool),
            Arguments = Arguments(instruction),
            Actor = "agent",
            Label = _label,
            Key = $"call#{++_calls}",
        };
        var ran = false;
        await _gate.PassAsync(effect, _grant, _ =>
        {
            ran = true;
            return ValueTask.FromResult(new Passage<string>(result, Labels.Tool(tool), CanonicalJson.Hash(result)));
        }, default);
        if (ran)
        {
            _label = _label.Join(Labels.Tool(tool));
            _origin.See(result, Labels.Tool(tool));
        }

        return ran;
    }

    public void Dispose() => _journal.Dispose();

    /// <summary>Addresses, links, quoted words, numbers and names of the instruction; where it names none, the instruction.</summary>
    internal static JsonElement Arguments(string instruction)
    {
        var found = Named().Matches(instruction)
            .Select(static match => (match.Groups.Values.Skip(1).First(static group => group.Success).Name,
                Value: match.Value.Trim('\'', '"', '`')))
            .Where(static entry => entry.Value.Length > 0)
            .Take(MaxValues)
            .GroupBy(static entry => entry.Name)
            .ToDictionary(static group => group.Key, static group => group.Select(static entry => entry.Value).ToArray());
        if (found.Count == 0)
            found["request"] = [instruction];
        found["body"] = [instruction];
        return JsonSerializer.SerializeToElement(found);
    }

    [GeneratedRegex("""
        (?<to> [\w.+-]+@[\w-]+(\.[\w-]+)+ )
        | (?<url> https?://[^\s'"`]+ | www\.[\w-]+(\.[\w-]+)+ )
        | (?<target> '[^']{1,80}' | "[^"]{1,80}" | `[^`]{1,80}` )
        | (?<amount> [$€£]\s?\d[\d,.]*\d | [$€£]\d )
        | (?<id> \b(?=\w*\d)[\w-]{2,}\b )
        | (?<name> \b\p{Lu}\w+(\s\p{Lu}\w+)*\b )
        """, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, 1000)]
    private static partial Regex Named();
}
