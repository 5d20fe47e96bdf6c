using System.Globalization;
using System.Text;
using System.Text.Json;
using Tako.Core.Labels;

namespace Tako.Core.Capabilities;

/// <summary>
/// Words an effect so that a person can follow it and a secret cannot slip through: a short value is shown only where a
/// capability limits the argument (a path, a host, a choice); everything else is described by kind and size.
/// </summary>
internal static class EffectSummary
{
    public const int MaxLength = 300;
    private const int MaxValue = 80;

    public static string Of(Effect effect, Grant grant, Func<string, string> redact)
    {
        var limited = grant.Capabilities.Where(capability => capability.Tool == effect.Tool)
            .SelectMany(capability => capability.Limits)
            .Where(limit => limit is not ArgumentLimit.MaxLength)
            .Select(limit => limit.Argument).ToHashSet(StringComparer.Ordinal);
        var text = new StringBuilder(effect.Tool);
        if (effect.Arguments.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in effect.Arguments.EnumerateObject())
            {
                if (text.Length > MaxLength)
                    break;
                text.Append(' ').Append(member.Name).Append('=').Append(Describe(member.Value, limited.Contains(member.Name)));
            }
        }

        return PlainLine.Of(redact(text.ToString()), MaxLength);
    }

    private static string Describe(JsonElement value, bool show) => value.ValueKind switch
    {
        JsonValueKind.String when show && value.GetString() is { Length: <= MaxValue } text => text,
        JsonValueKind.String => string.Create(CultureInfo.InvariantCulture, $"(text of {value.GetString()!.Length} characters)"),
        JsonValueKind.Array when show && value.GetRawText() is { Length: <= MaxValue } list => list,
        JsonValueKind.Array => string.Create(CultureInfo.InvariantCulture, $"(list of {value.GetArrayLength()})"),
        JsonValueKind.Object => "(object)",
        JsonValueKind.Number when !show => "(number)",
        _ => value.GetRawText(),
    };
}
