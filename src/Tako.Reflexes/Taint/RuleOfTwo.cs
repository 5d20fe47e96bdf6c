using Tako.Core.Capabilities;
using Tako.Core.Labels;

namespace Tako.Reflexes.Taint;

/// <summary>
/// Untrusted input, private data and an effect outside: two of the three may come together within one task, the third needs a person,
/// and so does every further effect outside. For one task; safe for concurrent use.
/// </summary>
/// <param name="reached">What the task had reached before this process took it over.</param>
public sealed class RuleOfTwo(ArgumentOrigin origin, ToolProfiles? profiles = null, ToolReach reached = ToolReach.None) : IGateRule
{
    private const ToolReach All = ToolReach.Untrusted | ToolReach.Private | ToolReach.External;
    private readonly ToolProfiles _profiles = profiles ?? new ToolProfiles();
    private int _reached = (int)reached;

    public string Name => "rule-of-two";

    public RuleVerdict Judge(Effect effect, Grant grant)
    {
        var before = (ToolReach)Volatile.Read(ref _reached) | Of(origin.Seen) | Of(effect.Label);
        var adds = _profiles.Of(effect).Reach;
        if ((before | adds) != All || (before == All && !adds.HasFlag(ToolReach.External)))
            return RuleVerdict.Ok;
        return new RuleVerdict.Ask(
            $"With {effect.Tool} untrusted input, private data and an effect outside meet in one task. May {effect.Actor} use it?",
            [$"So far: {Words(before)}.", $"{effect.Tool}: {Words(adds)}."]);
    }

    /// <summary>What was done counts from now on; what was denied or failed reached nothing that its label does not tell.</summary>
    public void Completed(Effect effect, bool succeeded, string resultHash)
    {
        if (succeeded)
            Interlocked.Or(ref _reached, (int)_profiles.Of(effect).Reach);
    }

    private static ToolReach Of(Label label) =>
        (label.Integrity <= Integrity.Tool ? ToolReach.Untrusted : ToolReach.None)
        | (label.Confidentiality >= Confidentiality.Confidential ? ToolReach.Private : ToolReach.None);

    private static string Words(ToolReach reach)
    {
        var words = new List<string>();
        if (reach.HasFlag(ToolReach.Untrusted))
            words.Add("untrusted input");
        if (reach.HasFlag(ToolReach.Private))
            words.Add("private data");
        if (reach.HasFlag(ToolReach.External))
            words.Add("an effect outside");
        return words.Count == 0 ? "nothing of these" : string.Join(", ", words);
    }
}
