using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tako.Core.Labels;

internal sealed record LabelRaised(string By, Label Before, Label After, string Why);

[JsonSerializable(typeof(Label))]
[JsonSerializable(typeof(LabelRaised))]
internal sealed partial class LabelJson : JsonSerializerContext
{
    /// <summary>Writes letters of every script as they are, so that bounded texts stay within an event's bytes.</summary>
    internal static readonly LabelJson Relaxed = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });
}
