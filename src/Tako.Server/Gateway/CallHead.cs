using System.Text.Json;
using System.Text.Unicode;

namespace Tako.Server.Gateway;

/// <summary>The few fields of a request that the gateway itself reads.</summary>
internal readonly record struct CallHead(string? Model, bool Stream)
{
    /// <summary>The head, or what is wrong with the body.</summary>
    public static (CallHead Head, string? Wrong) Read(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
            return (default, "The body is not valid UTF-8.");
        try
        {
            var json = new Utf8JsonReader(body);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                return (default, "The body must be a JSON object.");
            string? model = null;
            var stream = false;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("model"u8))
                {
                    json.Read();
                    if (json.TokenType != JsonTokenType.String || model is not null)
                        return (default, "'model' must be one text.");
                    model = json.GetString();
                }
                else if (json.ValueTextEquals("stream"u8))
                {
                    json.Read();
                    if (json.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null))
                        return (default, "'stream' must be true or false.");
                    stream = json.TokenType == JsonTokenType.True;
                }
                else
                {
                    json.Read();
                    json.Skip();
                }
            }

            while (json.Read())
            {
            }

            return (new CallHead(model, stream), null);
        }
        catch (JsonException wrong)
        {
            return (default, $"The body is not JSON that can be read: line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}.");
        }
    }
}
