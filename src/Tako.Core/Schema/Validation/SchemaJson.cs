using System.Text.Json.Serialization;

namespace Tako.Core.Schema.Validation;

[JsonSerializable(typeof(string))]
internal sealed partial class SchemaJson : JsonSerializerContext;
