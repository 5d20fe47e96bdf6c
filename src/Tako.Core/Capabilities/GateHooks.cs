namespace Tako.Core.Capabilities;

/// <summary>Asks the hooks of a gate, each within its time; whatever goes wrong denies.</summary>
internal sealed class GateHooks(GateOptions options, TimeProvider time)
{
    private const string WayOut = "Do it another way, or report that the hook stands in the way.";

    public async ValueTask BeforeAsync(Effect effect, Grant grant, List<(string Rule, RuleVerdict.Deny Verdict)> denials,
        List<RuleVerdict.Ask> asks, CancellationToken cancellationToken)
    {
        foreach (var hook in options.Hooks)
        {
            switch (await AskAsync(hook, cancel => hook.BeforeAsync(effect, grant, cancel), cancellationToken))
            {
                case RuleVerdict.Deny deny:
                    denials.Add((hook.Name, deny));
                    return;
                case RuleVerdict.Ask ask:
                    asks.Add(ask);
                    break;
            }
        }
    }

    /// <summary>Every hook sees every result, whatever the others say.</summary>
    public async ValueTask<List<(string Rule, RuleVerdict.Deny Verdict)>> AfterAsync(Effect effect, Grant grant, EffectResult result,
        CancellationToken cancellationToken)
    {
        var denials = new List<(string Rule, RuleVerdict.Deny Verdict)>();
        foreach (var hook in options.Hooks)
        {
            switch (await AskAsync(hook, cancel => hook.AfterAsync(effect, grant, result, cancel), cancellationToken))
            {
                case RuleVerdict.Deny deny:
                    denials.Add((hook.Name, deny));
                    break;
                case RuleVerdict.Ask ask:
                    denials.Add((hook.Name, new RuleVerdict.Deny(ask.Question, WayOut)));
                    break;
            }
        }

        return denials;
    }

    private async ValueTask<RuleVerdict> AskAsync(IGateHook hook, Func<CancellationToken, ValueTask<RuleVerdict>> ask,
        CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(options.HookTime, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            // Some hooks do not listen to cancellation, or wait before their first await.
            var answer = Task.Run(async () => await ask(both.Token), both.Token);
            return await answer.WaitAsync(both.Token) ?? new RuleVerdict.Deny($"the hook {hook.Name} gave no answer", WayOut);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return new RuleVerdict.Deny($"the hook {hook.Name} was not done within {options.HookTime:g}", WayOut);
        }
        catch (Exception wrong)
        {
            return new RuleVerdict.Deny($"the hook {hook.Name} failed ({wrong.GetType().Name})", WayOut);
        }
    }
}
