using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Tako.Models.Failures;
using Tako.Server.Gateway;

namespace Tako.Server.Admin;

/// <summary>Reads settings from a body that may name only some of them: the others stay as they were.</summary>
internal static class SettingsBody
{
    private const int MostBytes = 64 * 1024;

    /// <summary>The settings with what the body says; null after a refusal was sent.</summary>
    public static async Task<T?> ReadAsync<T>(HttpContext http, T before, JsonTypeInfo<T> json) where T : class
    {
        using var body = new RequestBody();
        if (!await body.ReadAsync(http.Request, MostBytes, http.RequestAborted))
        {
            await AdminDesk.RefuseAsync(http, Refusal.Of(CallFailureKind.TooLarge, $"The request is larger than {MostBytes} bytes."));
            return null;
        }

        var names = string.Join(", ", json.Properties.Select(known => known.Name));
        try
        {
            var over = JsonSerializer.SerializeToNode(before, json)!.AsObject();
            foreach (var (name, value) in JsonNode.Parse(body.Bytes.Span)?.AsObject() ?? [])
            {
                if (json.Properties.All(known => known.Name != name))
                {
                    await AdminDesk.RefuseAsync(http, Refusal.BadRequest($"'{name}' is not known here; known are {names}."));
                    return null;
                }

                Lay(over, name, value);
            }

            return over.Deserialize(json);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            var at = wrong is JsonException { Path: { Length: > 1 } path } ? $"; {path} is of another kind" : "";
            await AdminDesk.RefuseAsync(http, Refusal.BadRequest($"The body must be a JSON object with some of {names}{at}."));
            return null;
        }
    }

    // Null takes away what may be missing, and empties a list.
    private static void Lay(JsonObject over, string name, JsonNode? value)
    {
        if (value is null && over[name] is JsonArray)
            over[name] = new JsonArray();
        else if (value is null)
            over.Remove(name);
        else
            over[name] = value.DeepClone();
        foreach (var item in over[name] as JsonArray ?? [])
        {
            if (item is null)
                throw new InvalidOperationException("A list of settings has no empty places.");
            if (item is JsonObject allowance && !allowance.ContainsKey("per"))
                allowance["per"] = "total";
        }
    }
}
