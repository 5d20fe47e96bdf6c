using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tako.Tools.Survey;

/// <summary>The files that matter for a goal.</summary>
internal sealed record Retrieval(IReadOnlyList<RelevantFile> Files)
{
    public static Retrieval? From(JsonElement value)
    {
        try
        {
            return value.Deserialize(RetrievalJson.Default.Retrieval);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, RetrievalJson.Default.Retrieval);
}

/// <summary>The arguments of the survey tool.</summary>
internal sealed record SurveyCall(string Query, IReadOnlyList<string> Named);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Retrieval))]
[JsonSerializable(typeof(SurveyCall))]
internal sealed partial class RetrievalJson : JsonSerializerContext;
