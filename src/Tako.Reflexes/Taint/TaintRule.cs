using System.Text.Json;
using Tako.Core.Capabilities;
using Tako.Core.Contracts;
using Tako.Core.Labels;

namespace Tako.Reflexes.Taint;

/// <summary>
/// What an effect outside of the task does, and to whom, must come from the contract. Where less trusted texts went into the arguments,
/// each one that steers is looked up: it passes where the contract holds it, else a person is asked. Arguments whose label
/// a declassifier raised to the user's pass as they are.
/// </summary>
public sealed class TaintRule(ArgumentOrigin origin, ToolProfiles? profiles = null) : IGateRule
{
    private const int MaxShown = 60;
    private const int MaxValues = 200;
    private readonly ToolProfiles _profiles = profiles ?? new ToolProfiles();

    public string Name => "taint";

    public RuleVerdict Judge(Effect effect, Grant grant)
    {
        if (effect.Label.Integrity >= Integrity.User || effect.Kind == EffectKind.Pure)
            return RuleVerdict.Ok;
        var profile = _profiles.Of(effect);
        if (!profile.Reach.HasFlag(ToolReach.External))
            return RuleVerdict.Ok;
        var faults = new List<string>();
        var (left, vouched) = (MaxValues, 0);
        if (effect.Arguments.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in effect.Arguments.EnumerateObject())
            {
                if (ToolProfiles.Steered(effect, profile, member.Name))
                    Look(effect, member.Name, member.Value, faults, ref vouched, ref left);
            }
        }

        if (left <= 0)
            faults.Add($"it has more than {MaxValues} values that steer it");
        else if (faults.Count == 0 && vouched == 0 && IsTainted(effect))
            faults.Add("nothing that steers it stands in the contract, and less trusted texts were read before");
        return faults.Count == 0
            ? RuleVerdict.Ok
            : new RuleVerdict.Ask($"{effect.Actor} wants to use {effect.Tool} in a way that the contract does not name. May it?", faults);
    }

    private void Look(Effect effect, string name, JsonElement value, List<string> faults, ref int vouched, ref int left)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    // The name of a member can carry a value as well.
                    LookUp(effect, name, member.Name, faults, ref vouched, ref left, onlyFound: true);
                    Look(effect, name, member.Value, faults, ref vouched, ref left);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    Look(effect, name, item, faults, ref vouched, ref left);
                break;
            case JsonValueKind.String:
                LookUp(effect, name, value.GetString()!, faults, ref vouched, ref left);
                break;
            case JsonValueKind.Number:
                LookUp(effect, name, value.GetRawText(), faults, ref vouched, ref left);
                break;
        }
    }

    private void LookUp(Effect effect, string name, string value, List<string> faults, ref int vouched, ref int left,
        bool onlyFound = false)
    {
        if (left-- <= 0 || value.Length == 0)
            return;
        var (where, source) = origin.Find(value);
        if (where == ValueOrigin.Contract)
            vouched++;
        else if (where == ValueOrigin.Untrusted)
            faults.Add($"'{name}' is {Short(value)}, which stands in {source} and not in the contract");
        else if (!onlyFound && IsTainted(effect))
            faults.Add($"'{name}' is {Short(value)}, which does not stand in the contract");
    }

    // An arm that has read nothing but the contract may find its own words.
    private static bool IsTainted(Effect effect) => effect.Label.Integrity < Integrity.Arm;

    private static string Short(string value) => value.Length <= MaxShown ? $"'{value}'" : $"'{value.AsSpan(0, MaxShown)}…'";
}
