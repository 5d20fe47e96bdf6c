using Tako.Core.Capabilities;

namespace Tako.Reflexes.Hooks;

/// <summary>Puts a tool's hook at the gate, where the tools of every kind pass.</summary>
public sealed class HookRule(IToolHook hook) : IGateHook
{
    private const string WayOut = "Do it another way, or report that the hook stands in the way.";

    public string Name => hook.Name;

    public async ValueTask<RuleVerdict> BeforeAsync(Effect effect, Grant grant, CancellationToken cancellationToken) =>
        hook.Takes(effect.Tool) ? Verdict(effect, await hook.PreToolUseAsync(Use(effect, grant), cancellationToken)) : RuleVerdict.Ok;

    public async ValueTask<RuleVerdict> AfterAsync(Effect effect, Grant grant, EffectResult result, CancellationToken cancellationToken) =>
        hook.Takes(effect.Tool)
            ? Verdict(effect, await hook.PostToolUseAsync(
                Use(effect, grant) with { Succeeded = result.Succeeded, Result = result.Text }, cancellationToken))
            : RuleVerdict.Ok;

    private static ToolUse Use(Effect effect, Grant grant) => new()
    {
        Tool = effect.Tool,
        Arguments = effect.Arguments,
        Task = grant.Task.Value,
        Actor = effect.Actor,
    };

    private RuleVerdict Verdict(Effect effect, HookAnswer answer) => answer.Decision switch
    {
        HookDecision.Allow => RuleVerdict.Ok,
        HookDecision.Ask => new RuleVerdict.Ask(
            $"May {effect.Actor} use {effect.Tool}? The hook {hook.Name} asks: {answer.Reason ?? "it gave no reason"}", []),
        _ => new RuleVerdict.Deny($"the hook {hook.Name} denies it: {answer.Reason ?? "it gave no reason"}", WayOut),
    };
}
