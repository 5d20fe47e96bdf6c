using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tako.Server.Telemetry;

namespace Tako.Server.Gateway;

/// <summary>Sends small answers that are the gateway's own.</summary>
internal static class Reply
{
    public static Task JsonAsync(HttpContext http, Action<Utf8JsonWriter> body, int status = 200)
    {
        var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
            body(json);
        return BytesAsync(http, output.ToArray(), status);
    }

    public static async Task BytesAsync(HttpContext http, ReadOnlyMemory<byte> body, int status = 200,
        string type = "application/json")
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        http.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await http.Response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }

    /// <summary>Whether the process lives, or is ready for work.</summary>
    public static Task HealthAsync(HttpContext http, GatewayState state, string path)
    {
        var ready = path == HealthPath || !state.Draining;
        return JsonAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteString("status"u8, ready ? "ok" : "draining");
            json.WriteEndObject();
        }, ready ? 200 : 503);
    }

    /// <summary>The page that Prometheus reads.</summary>
    public static Task MetricsAsync(HttpContext http, PrometheusPage page)
    {
        var output = new ArrayBufferWriter<byte>(64 * 1024);
        page.Write(output);
        return BytesAsync(http, output.WrittenMemory, type: PrometheusPage.ContentType);
    }

    public const string MetricsPath = "/metrics";
    public const string HealthPath = "/healthz";
    public const string ReadyPath = "/readyz";
}
