using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tako.Bench.Gateway;

/// <summary>Servers of the bench's own, each run as a process: a provider that streams, and a bare endpoint.</summary>
internal static class Endpoints
{
    /// <summary>Streams as many numbered frames as the request says, with the pause it says.</summary>
    public static Task StreamsAsync(int port) => RunAsync(port, async context =>
    {
        using var asked = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var frames = asked.RootElement.GetProperty("frames").GetInt32();
        var pause = TimeSpan.FromMilliseconds(asked.RootElement.GetProperty("pause").GetInt32());
        context.Response.ContentType = "text/event-stream";
        for (var at = 0; at < frames; at++)
        {
            await context.Response.Body.WriteAsync(Frame($$"""{"delta":{"content":"w{{at}} "},"index":0,"finish_reason":null}"""));
            await context.Response.Body.FlushAsync(context.RequestAborted);
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, context.RequestAborted);
        }

        await context.Response.Body.WriteAsync(Frame("""{"delta":{},"index":0,"finish_reason":"stop"}"""));
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(
            "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[],"
            + $"\"usage\":{{\"prompt_tokens\":10,\"completion_tokens\":{frames},\"total_tokens\":{10 + frames}}}}}\n\ndata: [DONE]\n\n"));
    });

    /// <summary>The bare endpoint: reads the request and answers with the same bytes each time.</summary>
    public static Task BareAsync(int port)
    {
        var answer = Encoding.UTF8.GetBytes(Peers.Answer.Trim());
        return RunAsync(port, async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = answer.Length;
            await context.Response.Body.WriteAsync(answer, context.RequestAborted);
        });
    }

    private static byte[] Frame(string choice) => Encoding.UTF8.GetBytes(
        "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[" + choice + "]}\n\n");

    private static async Task RunAsync(int port, RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add($"http://127.0.0.1:{port}");
        app.Run(answer);
        await app.RunAsync();
    }
}
