using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Tako.Server.Responses;

/// <summary>Lists what a stored answer was asked, page by page.</summary>
internal static class ResponseItems
{
    private const int UsualPage = 20;
    private const int LargestPage = 100;

    /// <summary>Writes a page, or says what is wrong with the query.</summary>
    public static string? Write(StoredResponse response, IQueryCollection query, Utf8JsonWriter json)
    {
        var limit = UsualPage;
        if (query.TryGetValue("limit", out var most)
            && (!int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > LargestPage))
            return $"'limit' must be 1 to {LargestPage}.";
        var order = query.TryGetValue("order", out var said) ? said.ToString() : "desc";
        if (order is not ("asc" or "desc"))
            return "'order' must be asc or desc.";
        using var document = JsonDocument.Parse(response.Input);
        var items = document.RootElement.EnumerateArray().Index().Select(item => (Id: Id(response, item.Index, item.Item),
            item.Item)).ToList();
        if (order == "desc")
            items.Reverse();
        if (query.TryGetValue("after", out var after))
            items = [.. items.SkipWhile(item => item.Id != after.ToString()).Skip(1)];
        var page = items.Take(limit).ToList();
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var (id, item) in page)
            Write(json, id, item);
        json.WriteEndArray();
        json.WriteString("first_id"u8, page.FirstOrDefault().Id);
        json.WriteString("last_id"u8, page.LastOrDefault().Id);
        json.WriteBoolean("has_more"u8, items.Count > page.Count);
        json.WriteEndObject();
        return null;
    }

    private static string Id(StoredResponse response, int index, JsonElement item) =>
        item.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String
            ? id.GetString()!
            : $"item_{response.Id}_{index.ToString(CultureInfo.InvariantCulture)}";

    // Clients may leave out what a list must have.
    private static void Write(Utf8JsonWriter json, string id, JsonElement item)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        if (!item.TryGetProperty("type", out _))
            json.WriteString("type"u8, "message"u8);
        foreach (var member in item.EnumerateObject().Where(member => member.Name != "id"))
        {
            if (member.Name == "content" && member.Value.ValueKind == JsonValueKind.String)
            {
                json.WriteStartArray("content"u8);
                json.WriteStartObject();
                json.WriteString("type"u8, "input_text"u8);
                json.WriteString("text"u8, member.Value.GetString());
                json.WriteEndObject();
                json.WriteEndArray();
            }
            else
            {
                member.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }
}
