using Tako.Core.Capabilities;
using Tako.Reflexes.Policies;

namespace Tako.Reflexes.Limits;

/// <summary>Lets in only the tools and arms that the lists of a policy let in.</summary>
public sealed class AccessReflex(AccessLists lists) : IGateRule
{
    public string Name => "access";

    public RuleVerdict Judge(Effect effect, Grant grant)
    {
        if (lists.Refusal(AccessKind.Tools, effect.Tool) is { } tools)
            return Deny($"the policy does not let the tool {effect.Tool} be used ({tools})");
        var arm = EffectNames.ArmOf(effect.Actor);
        return lists.Refusal(AccessKind.Arms, arm) is { } arms
            ? Deny($"the policy lets {arm} use no tool ({arms})")
            : RuleVerdict.Ok;
    }

    private static RuleVerdict.Deny Deny(string reason) => new(reason, "Do without it, or ask whoever keeps the policy of the reflexes.");
}
