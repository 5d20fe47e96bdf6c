using System.Collections.Frozen;
using System.Text.Json;
using Tako.Core.Capabilities;
using Tako.Core.Contracts;

namespace Tako.Reflexes.Taint;

/// <summary>
/// The profiles of tools: as declared, else by what is known of any tool. One that changes nothing brings in what others wrote, and
/// reaches outside where it takes an address; any other reaches outside.
/// </summary>
/// <param name="declared">By the tool's name.</param>
public sealed class ToolProfiles(IReadOnlyDictionary<string, ToolProfile>? declared = null)
{
    /// <summary>What an effect says to people; all else of a tool that nobody declared may steer.</summary>
    private static readonly FrozenSet<string> Content =
        Words("body content contents text message subject title description comment note notes summary caption");

    private static readonly FrozenSet<string> Addresses =
        Words("url urls uri link links host hosts hostname domain endpoint webhook server");

    private static readonly FrozenSet<string> Steers = Words(
        "to cc bcc recipient recipients email mail phone number user username group channel room team account iban payee payer amount "
        + "price currency path paths file files filename folder directory dir source destination target from command cmd script code "
        + "sql query repository repo branch id ids key role permission policy address name device method action");

    public ToolProfile Of(Effect effect)
    {
        if (declared is not null && declared.TryGetValue(effect.Tool, out var profile))
            return profile;
        if (effect.Kind != EffectKind.Pure)
            return Changing;
        var addressed = effect.Arguments.ValueKind == JsonValueKind.Object
            && effect.Arguments.EnumerateObject().Any(static member => IsOf(member.Name, Addresses));
        return addressed ? Asking : Reading;
    }

    /// <summary>Whether the argument says where the effect goes or what it does.</summary>
    internal static bool Steered(Effect effect, ToolProfile profile, string argument)
    {
        if (profile.Steering is { } steering)
            return steering.Contains(argument);
        // What cannot be taken back is looked at in full, whatever its arguments are called.
        return effect.Kind is EffectKind.Irreversible or EffectKind.Probeable
            ? !IsOf(argument, Content)
            : IsOf(argument, Steers) || IsOf(argument, Addresses);
    }

    private static readonly ToolProfile Changing = new() { Reach = ToolReach.External };
    private static readonly ToolProfile Reading = new() { Reach = ToolReach.Untrusted };
    private static readonly ToolProfile Asking = new() { Reach = ToolReach.Untrusted | ToolReach.External };

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the last word of a name such as <c>replyTo</c>, <c>reply_to</c> or <c>to</c> is among them.</summary>
    private static bool IsOf(string name, FrozenSet<string> words)
    {
        var from = name.Length;
        while (from > 0 && char.IsLetterOrDigit(name[from - 1]))
        {
            from--;
            if (from > 0 && char.IsUpper(name[from]) && !char.IsUpper(name[from - 1]))
                break;
        }

        return words.Contains(name[from..]) || words.Contains(name);
    }
}
