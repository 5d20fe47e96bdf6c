using System.Globalization;
using Tako.Core.Capabilities;

namespace Tako.Tasks;

/// <summary>Names an effect the same way before and after a resume: step, tool and how many of them came before.</summary>
internal static class EffectKey
{
    public static string Of(string step, string tool, int ordinal)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{step}/{tool}#{ordinal}");
        // Deeply nested steps have long names; the hash keeps the key unique and within the gate's limit.
        return key.Length <= Effect.MaxNameLength
            ? key
            : string.Create(CultureInfo.InvariantCulture, $"{CanonicalJson.Hash(step)[..24]}/{tool}#{ordinal}");
    }
}
