using Tako.Core.Labels;

namespace Tako.Core.Capabilities;

/// <summary>
/// Someone outside who is asked before and after each effect and may take time: a program, a service. A hook that throws or is
/// not done in time denies. Must be safe for concurrent use.
/// </summary>
public interface IGateHook
{
    string Name { get; }

    /// <summary>Asked after all rules, before a person is; the arguments are exactly what the tool will be given.</summary>
    ValueTask<RuleVerdict> BeforeAsync(Effect effect, Grant grant, CancellationToken cancellationToken);

    /// <summary>
    /// Shown what came of it before anyone else. It has happened: a denial, or a question, keeps the result from whoever asked
    /// for it and undoes nothing.
    /// </summary>
    ValueTask<RuleVerdict> AfterAsync(Effect effect, Grant grant, EffectResult result, CancellationToken cancellationToken);
}

/// <summary>What came of an effect, as a hook sees it.</summary>
/// <param name="Text">What the tool said, where it says something.</param>
public sealed record EffectResult(bool Succeeded, Label Label, string? Text);
