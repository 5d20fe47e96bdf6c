using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tako.Workspace.Overlay;

/// <summary>Reads and writes a path as a JSON string; public, so that generated code of other assemblies may make it.</summary>
public sealed class RepoPathConverter : JsonConverter<RepoPath>
{
    public override RepoPath Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        RepoPath.TryParse(reader.GetString(), out var path, out var why)
            ? path
            : throw new JsonException($"The path {why}.");

    public override void Write(Utf8JsonWriter writer, RepoPath value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
