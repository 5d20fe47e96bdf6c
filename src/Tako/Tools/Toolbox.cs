using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Tako.Arms;
using Tako.Core.Approvals;
using Tako.Core.Capabilities;
using Tako.Core.Labels;
using Tako.Limbs;
using Tako.Reflexes.Pipeline;
using Tako.Reports;
using Tako.Tasks;
using Tako.Workspace.Overlay;

namespace Tako.Tools;

/// <summary>An arm's tools. Each use is an effect at the gate and an action in the arm's trace.</summary>
public sealed class Toolbox
{
    private readonly TaskSession _session;
    private readonly Grant _grant;
    private readonly TraceRecorder _trace;
    private readonly StepJournal _journal;
    private readonly StepReflexes _reflexes;
    private readonly Dictionary<string, ITool> _tools;
    private Limb? _limb;
    private int _ordinal;

    internal Toolbox(TaskSession session, Grant grant, IEnumerable<ITool> tools,
        TraceRecorder trace, StepJournal journal, Exposure exposure, StepReflexes reflexes)
    {
        (_session, _grant, _trace, _journal, Exposure, _reflexes) = (session, grant, trace, journal, exposure, reflexes);
        _tools = tools.ToDictionary(tool => tool.Name, StringComparer.Ordinal);
    }

    /// <summary>What the arm has been shown so far, through its tools and otherwise.</summary>
    public Exposure Exposure { get; }

    /// <summary>Declarations for a model, without the means to run them: only <see cref="UseAsync"/> runs a tool.</summary>
    public IReadOnlyList<AITool> ForModel() =>
        [.. _tools.Values.Select(tool => AIFunctionFactory.CreateDeclaration(tool.Name, tool.Description, tool.Schema))];

    /// <summary>Uses a tool; the arguments are what a model or an arm wrote.</summary>
    public async ValueTask<ToolOutcome> UseAsync(string name, JsonElement arguments, CancellationToken cancellationToken = default)
    {
        if (!_tools.TryGetValue(name, out var tool))
            return new ToolOutcome.Denied($"There is no tool '{name}'. The tools are: {string.Join(", ", _tools.Keys)}.");
        if (arguments.ValueKind != JsonValueKind.Object)
            return new ToolOutcome.Denied($"The arguments of '{name}' must be a JSON object.");
        var limb = _limb ?? throw new InvalidOperationException("The toolbox has no limb yet.");
        arguments = WithDefaults(tool, arguments);
        var effect = new Effect
        {
            Tool = name,
            Kind = tool.Effect,
            Arguments = arguments,
            Actor = _journal.Actor,
            Label = Exposure.Seen.Join(Labels.Arm(_journal.Actor)),
            Key = EffectKey.Of(_journal.Step, name, ++_ordinal),
        };
        var outcome = await _session.PassAsync(effect, _grant, async token =>
        {
            var result = await tool.RunAsync(arguments, limb, token);
            return new Passage<ToolResult>(result, result.Label, TraceRecorder.Hash(result.Text))
            {
                Succeeded = result.Succeeded, Text = result.Text,
            };
        }, cancellationToken);
        return await RecordAsync(tool, effect, outcome, limb, cancellationToken);
    }

    internal void Attach(Limb limb) => _limb = limb;

    private async ValueTask<ToolOutcome> RecordAsync(ITool tool, Effect effect, GateOutcome<ToolResult> outcome, Limb limb,
        CancellationToken cancellationToken)
    {
        var subject = tool.Subject(effect.Arguments);
        switch (outcome)
        {
            case GateOutcome<ToolResult>.Done done:
                var (seen, withheld) = await LookAsync(tool, effect, done.Value, cancellationToken);
                if (withheld is not null)
                {
                    _trace.Add(tool.Name, subject, effect.ArgumentsHash, null, "denied");
                    return new ToolOutcome.Denied(withheld);
                }

                Exposure.Show(subject, done.Label);
                _session.Origin.See(done.Value.Text, done.Value.Label);
                if (seen.Text != done.Value.Text)
                    _session.Origin.See(seen.Text, done.Value.Label);
                var kept = seen.Succeeded && !IsOwn(tool, subject, limb)
                    ? (await _journal.KeepAsync(Encoding.UTF8.GetBytes(seen.Text), cancellationToken)).Value
                    : null;
                _trace.Add(tool.Name, subject, effect.ArgumentsHash,
                    TraceRecorder.Hash(done.Value.Text),
                    done.Value.Succeeded ? "done" : "failed",
                    text: kept);
                return new ToolOutcome.Done(seen);
            case GateOutcome<ToolResult>.Denied denied:
                _trace.Add(tool.Name, subject, effect.ArgumentsHash, null, "denied");
                return denied.Why.By.Contains("loop", StringComparison.Ordinal)
                    ? new ToolOutcome.Stuck(denied.Why.ToString())
                    : new ToolOutcome.Denied(denied.Why.ToString());
            default:
                throw new InvalidOperationException("A waiting effect does not come back.");
        }
    }

    /// <summary>The result as the arm may read it, or why it may not.</summary>
    private async ValueTask<(ToolResult Seen, string? Withheld)> LookAsync(ITool tool, Effect effect, ToolResult result,
        CancellationToken cancellationToken)
    {
        var (verdict, text) = _reflexes.Look(result.Text, result.Label, "tool", tool.Name);
        await _reflexes.FlushAsync();
        var kinds = string.Join(", ", verdict.Reasons.Take(5));
        if (verdict.Decision == Decision.Escalate)
        {
            var hash = TraceRecorder.Hash(result.Text);
            var approval = await _session.AskAsync(new ApprovalRequest
            {
                Id = $"a-{CanonicalJson.Hash($"{_session.Id}\nread\n{effect.Id}\n{hash}")[..20]}",
                Task = _session.Id,
                Asker = _journal.Actor,
                Question = $"May {_journal.Actor} read what {tool.Name} gave? The policy of the reflexes asks ({kinds}).",
                SubjectHash = hash,
                Details = [Line(_session.Redact($"{tool.Name}: {tool.Subject(effect.Arguments)}"))],
            }, cancellationToken);
            if (approval.State == ApprovalState.Granted)
            {
                _reflexes.Agree(result.Text);
                return (result, null);
            }
        }

        return verdict.Decision < Decision.Escalate
            ? (text == result.Text ? result : result with { Text = text }, null)
            : (result, $"what {tool.Name} gave holds what the policy of the reflexes does not let through ({kinds}). "
                + "Do without it, or ask whoever keeps the policy.");
    }

    private static string Line(string text) => new([.. text.Take(160).Select(static letter => char.IsControl(letter) ? ' ' : letter)]);

    // What the task itself staged must never come back as a source of what it claims.
    private static bool IsOwn(ITool tool, string subject, Limb limb) => !limb.Changes.IsEmpty && tool.Name switch
    {
        "read" => !RepoPath.TryParse(subject, out var path, out _) || limb.Changes.Changes.Any(change => change.Path == path),
        "list" or "search" or "survey" or "run" => true,
        _ => false,
    };

    // A capability that limits an argument wants to see it, so what the schema leaves out is written out.
    private static JsonElement WithDefaults(ITool tool, JsonElement arguments)
    {
        if (!tool.Schema.TryGetProperty("properties", out var properties))
            return arguments;
        JsonObject? filled = null;
        foreach (var property in properties.EnumerateObject())
        {
            if (arguments.TryGetProperty(property.Name, out _) || !property.Value.TryGetProperty("default", out var value))
                continue;
            filled ??= JsonObject.Create(arguments)!;
            filled[property.Name] = JsonNode.Parse(value.GetRawText());
        }

        return filled is null ? arguments : JsonSerializer.SerializeToElement(filled);
    }
}
