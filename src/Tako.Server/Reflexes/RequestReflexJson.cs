using System.Text.Json.Serialization;

namespace Tako.Server.Reflexes;

[JsonSerializable(typeof(string))]
internal sealed partial class RequestReflexJson : JsonSerializerContext;
