using System.Text.Json;

namespace Tako.Server.Gateway;

/// <summary>The models of a set-up in the two shapes in which clients ask for them.</summary>
internal sealed class ModelListing(IReadOnlyList<ListedModel> models)
{
    private const string Beginning = "1970-01-01T00:00:00Z";

    /// <summary>The whole list, of the models that the caller may use.</summary>
    public byte[] List(bool anthropic, Func<string, bool> allowed)
    {
        var shown = models.Where(model => allowed(model.Name)).ToList();
        return Write(json =>
        {
            json.WriteStartObject();
            if (!anthropic)
                json.WriteString("object"u8, "list"u8);
            json.WriteStartArray("data"u8);
            foreach (var model in shown)
                Write(json, model, anthropic);
            json.WriteEndArray();
            if (anthropic)
            {
                json.WriteBoolean("has_more"u8, false);
                json.WriteString("first_id"u8, shown.FirstOrDefault()?.Name);
                json.WriteString("last_id"u8, shown.LastOrDefault()?.Name);
            }

            json.WriteEndObject();
        });
    }

    /// <summary>One model, or null when there is none of this name.</summary>
    public byte[]? One(string name, bool anthropic) => models.FirstOrDefault(model => model.Name == name) is { } found
        ? Write(json => Write(json, found, anthropic))
        : null;

    // When a model was made is not known here; both shapes demand a time.
    private static void Write(Utf8JsonWriter json, ListedModel model, bool anthropic)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, model.Name);
        if (anthropic)
        {
            json.WriteString("type"u8, "model"u8);
            json.WriteString("display_name"u8, model.Name);
            json.WriteString("created_at"u8, Beginning);
        }
        else
        {
            json.WriteString("object"u8, "model"u8);
            json.WriteNumber("created"u8, 0);
            json.WriteString("owned_by"u8, model.Owner);
        }

        json.WriteEndObject();
    }

    private static byte[] Write(Action<Utf8JsonWriter> body)
    {
        var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
            body(json);
        return output.ToArray();
    }
}
