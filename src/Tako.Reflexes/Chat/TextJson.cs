using System.Text.Json.Serialization;

namespace Tako.Reflexes.Chat;

/// <summary>Writes a text as JSON.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class TextJson : JsonSerializerContext;
