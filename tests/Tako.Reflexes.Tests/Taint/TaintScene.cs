using System.Text.Json;
using Tako.Core.Approvals;
using Tako.Core.Capabilities;
using Tako.Core.Contracts;
using Tako.Core.Identity;
using Tako.Core.Labels;
using Tako.Core.Ledger;
using Tako.Reflexes.Taint;
using StreamWriter = Tako.Core.Ledger.StreamWriter;

namespace Tako.Reflexes.Tests.Taint;

/// <summary>A task at a real gate with the rules of taint, over a ledger in memory.</summary>
internal sealed class TaintScene
{
    private static readonly TaskId Task = new("t-1");
    private readonly Gate _gate;
    private readonly Grant _grant;

    public TaintScene(string contract, params (string Tool, ToolProfile Profile)[] declared)
    {
        var time = new SetTime();
        var ledger = new MemoryLedger(time);
        var profiles = new ToolProfiles(declared.ToDictionary(static entry => entry.Tool, static entry => entry.Profile));
        Approvals = new ApprovalBook(ledger, Tenant.Local, time);
        _gate = new Gate(new StreamWriter(ledger, ledger, Tenant.Local, Task.Stream, 0, 0), Approvals,
            [new TaintRule(Origin, profiles), new RuleOfTwo(Origin, profiles)], time);
        string[] tools = ["send_mail", "pay", "read_page", "read_mail", "fetch", "edit", "set_policy", "leave"];
        _grant = Grant.Root(Task, "agent",
            [.. tools.Union(declared.Select(static entry => entry.Tool)).Select(static tool => new Capability { Tool = tool })]);
        Origin.See(contract, Labels.User("goal"));
    }

    public ArgumentOrigin Origin { get; } = new();

    public ApprovalBook Approvals { get; }

    /// <summary>The label of what the agent makes: that of all it has seen.</summary>
    public Label Label => Labels.Arm("agent").Join(Origin.Seen);

    public void Read(string text, Label? label = null) => Origin.See(text, label ?? Labels.Web("page"));

    /// <summary><c>done</c>, or why it was not.</summary>
    public async Task<string> Do(string tool, object arguments, EffectKind kind = EffectKind.Irreversible, Label? label = null)
    {
        var effect = new Effect
        {
            Tool = tool,
            Kind = kind,
            Arguments = JsonSerializer.SerializeToElement(arguments),
            Actor = "agent",
            Label = label ?? Label,
        };
        var outcome = await _gate.PassAsync(effect, _grant,
            static _ => ValueTask.FromResult(new Passage<string>("", Labels.None, "r")), default);
        return outcome switch
        {
            GateOutcome<string>.Done => "done",
            GateOutcome<string>.Waiting waiting => $"asks: {string.Join("; ", waiting.Approval.Request.Details)}",
            GateOutcome<string>.Denied denied => $"denied: {denied.Why}",
            _ => "",
        };
    }
}
