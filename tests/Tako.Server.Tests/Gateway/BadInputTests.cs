using System.IO.Compression;
using System.Text;
using Tako.Server.Tests.Kit;

namespace Tako.Server.Tests.Gateway;

/// <summary>What clients send wrong, on every surface.</summary>
public sealed class BadInputTests
{
    private const string Good = """{"model":"small","max_tokens":5,"messages":[],"input":"hello"}""";

    public static TheoryData<string> Surfaces =>
        ["/v1/chat/completions", "/v1/responses", "/v1/messages", "/v1/messages/count_tokens", "/v1/embeddings"];

    [Theory, MemberData(nameof(Surfaces))]
    public async Task Broken_bodies_are_refused_with_the_place_and_without_quoting_them(string path)
    {
        var route = new ScriptedRoute("{}");
        await using var gate = await Gate.OpenAsync(route);
        string[] bodies =
        [
            "", "nothing", "[1]", "{\"model\":\"small\"", "{\"model\":\"small\",}", "{\"model\":17}", "{\"model\":\"\"}",
                "{\"messages\":[]}",
            "{\"model\":\"small\",\"stream\":\"yes\"}", "{\"model\":\"small\",\"model\":\"other\"}",
            "{\"model\":\"small\",\"secret-word\":\"\u0001\"}", "{\"model\":\"small\"} trailing secret-word",
            "{\"model\":\"small\",\"a\":" + new string('[', 5000) + new string(']', 5000) + "}",
        ];

        foreach (var body in bodies)
        {
            var answer = (await gate.PostAsync(path, body)).Is(400);
            Message(answer, path).ShouldNotBeNullOrWhiteSpace();
            answer.Body.ShouldNotContain("secret-word");
            answer.Headers["x-should-retry"].ShouldBe("false");
        }

        route.Calls.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Surfaces))]
    public async Task Text_that_is_not_UTF_8_is_refused(string path)
    {
        await using var gate = await Gate.OpenAsync(new ScriptedRoute("{}"));
        byte[] body = [.. Encoding.UTF8.GetBytes("{\"model\":\"small\",\"a\":\""), 0xC3, 0x28, .. "\"}"u8];
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };

        Message((await gate.SendAsync(HttpMethod.Post, path, content)).Is(400), path).ShouldContain("UTF-8");
    }

    [Theory, MemberData(nameof(Surfaces))]
    public async Task An_unknown_model_is_not_found_and_the_nearest_name_is_told(string path)
    {
        await using var gate = await Gate.OpenAsync(new ScriptedRoute("{}"));

        Message((await gate.PostAsync(path, Good.Replace("small", "smal"))).Is(404), path).ShouldContain("Did you mean 'small'?");
        Message((await gate.PostAsync(path, Good.Replace("small", "recorded:/etc/passwd"))).Is(404), path)
            .ShouldContain("There are: small");
    }

    [Theory, MemberData(nameof(Surfaces))]
    public async Task Other_content_types_and_compressed_bodies_are_refused(string path)
    {
        await using var gate = await Gate.OpenAsync(new ScriptedRoute("{}"));
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionMode.Compress, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(Good));
        using var compressed = new ByteArrayContent(zipped.ToArray())
        {
            Headers = { ContentType = new("application/json"), ContentEncoding = { "gzip" } },
        };

        foreach (var type in (string[])["text/plain", "application/x-www-form-urlencoded", "application/jsonp"])
            Message((await gate.SendAsync(HttpMethod.Post, path, new StringContent(Good, Encoding.UTF8, type))).Is(415), path)
                .ShouldContain("application/json");
        (await gate.SendAsync(HttpMethod.Post, path, new StringContent(Good, Encoding.Latin1, "application/json"))).Is(415);
        (await gate.SendAsync(HttpMethod.Post, path, new ByteArrayContent(Encoding.UTF8.GetBytes(Good)))).Is(415);
        (await gate.SendAsync(HttpMethod.Post, path, compressed)).Is(415).Headers["Accept-Encoding"].ShouldBe("identity");
        (await gate.PostAsync(path, Good)).Is(200);
    }

    [Theory, MemberData(nameof(Surfaces))]
    public async Task Fifty_megabytes_are_refused_before_they_are_read(string path)
    {
        await using var gate = await Gate.OpenAsync(new ScriptedRoute("{}"));
        using var client = await RawClient.ConnectAsync(gate.Address);
        await client.SendAsync($"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 52428800\r\n\r\n{{");

        var answer = await client.UntilAsync("}");

        answer.ShouldStartWith("HTTP/1.1 413 ");
        answer.ShouldContain(path.StartsWith("/v1/messages", StringComparison.Ordinal) ? "request_too_large" : "invalid_request_error");
    }

    [Fact]
    public async Task A_client_that_sends_fifty_megabytes_all_the_same_reads_why()
    {
        await using var gate = await Gate.OpenAsync(new ScriptedRoute("{}"));

        var announced = await gate.SendAsync(HttpMethod.Post, "/v1/chat/completions",
            new ByteArrayContent(new byte[50 << 20]) { Headers = { ContentType = new("application/json") } });

        announced.Is(413);
    }

    [Fact]
    public async Task Bodies_in_chunks_count_against_the_limit_as_they_come()
    {
        var route = new ScriptedRoute("{}");
        await using var gate = await Gate.OpenAsync(route, Gate.Anywhere with { BodyLimit = 4096 });
        using var client = await RawClient.ConnectAsync(gate.Address);
        await client.SendAsync("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n"
            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        foreach (var part in Good.Chunk(7))
            await client.SendAsync($"{part.Length:x}\r\n{new string(part)}\r\n");
        await client.SendAsync("0\r\n\r\n");
        (await client.UntilAsync("\r\n\r\n{}")).ShouldStartWith("HTTP/1.1 200 ");
        route.Bodies.ShouldHaveSingleItem().ShouldBe(Good);

        using var other = await RawClient.ConnectAsync(gate.Address);
        await other.SendAsync("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n"
            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        await other.SendAsync($"1fff\r\n{new string(' ', 0x1fff)}\r\n");
        (await other.UntilAsync("}")).ShouldStartWith("HTTP/1.1 413 ");
    }

    [Fact]
    public async Task A_client_that_asks_first_is_told_to_go_on_or_not_to()
    {
        await using var gate = await Gate.OpenAsync(new ScriptedRoute("{}"));
        using var client = await RawClient.ConnectAsync(gate.Address);
        await client.SendAsync("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n"
            + $"Content-Length: {Good.Length}\r\n\r\n");
        (await client.UntilAsync("\r\n\r\n")).ShouldStartWith("HTTP/1.1 100 ");
        await client.SendAsync(Good);
        (await client.UntilAsync("\r\n\r\n{}")).ShouldContain("HTTP/1.1 200 ");

        using var large = await RawClient.ConnectAsync(gate.Address);
        await large.SendAsync("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n"
            + "Content-Length: 52428800\r\n\r\n");
        (await large.UntilAsync("}")).ShouldStartWith("HTTP/1.1 413 ");
    }

    [Fact]
    public async Task Unknown_paths_and_methods_are_told_in_the_shape_of_the_nearest_surface()
    {
        await using var gate = await Gate.OpenAsync(new ScriptedRoute("{}"));

        var wrong = (await gate.PostAsync("/chat/completions", Good)).Is(404);
        var anthropic = (await gate.PostAsync("/v1/messages/batches", Good)).Is(404);
        var method = (await gate.GetAsync("/v1/chat/completions")).Is(405);
        var head = (await gate.SendAsync(HttpMethod.Head, "/", null)).Is(404);

        Message(wrong, "/v1/chat").ShouldContain("/v1/chat/completions");
        Message(anthropic, "/v1/messages").ShouldNotBeEmpty();
        anthropic.Json.GetProperty("error").GetProperty("type").GetString().ShouldBe("not_found_error");
        method.Headers["Allow"].ShouldBe("POST");
        head.Body.ShouldBeEmpty();
        (await gate.SendAsync(HttpMethod.Put, "/v1/models", null)).Is(405).Headers["Allow"].ShouldBe("GET");
        (await gate.SendAsync(HttpMethod.Head, "/v1/models", null)).Is(200);
    }

    [Fact]
    public async Task Web_pages_of_other_origins_may_not_call_unless_they_are_listed()
    {
        await using var closed = await Gate.OpenAsync(new ScriptedRoute("{}"));
        await using var open = await Gate.OpenAsync(new ScriptedRoute("{}"), Gate.Anywhere with { Cors = ["https://chat.example.com"] });
        (string, string)[] page = [("Origin", "https://chat.example.com")];
        (string, string)[] asks = [.. page, ("Access-Control-Request-Method", "POST")];

        (await closed.PostAsync("/v1/chat/completions", Good,
            page)).Is(403).Headers.ContainsKey("Access-Control-Allow-Origin").ShouldBeFalse();
        (await closed.SendAsync(HttpMethod.Options, "/v1/chat/completions", null, asks)).Is(405);
        var preflight = (await open.SendAsync(HttpMethod.Options, "/v1/chat/completions", null, asks)).Is(204);
        var called = (await open.PostAsync("/v1/chat/completions", Good, page)).Is(200);
        (await open.PostAsync("/v1/chat/completions", Good, ("Origin", "https://other.example.com"))).Is(403);

        preflight.Headers["Access-Control-Allow-Origin"].ShouldBe("https://chat.example.com");
        preflight.Headers["Access-Control-Allow-Headers"].ShouldContain("authorization");
        called.Headers["Access-Control-Expose-Headers"].ShouldContain("x-tako-cost");
    }

    [Fact]
    public async Task What_the_Responses_API_offers_elsewhere_is_refused_clearly_here()
    {
        await using var gate = await Gate.OpenAsync(new ScriptedRoute("{}"));

        Message((await gate.PostAsync("/v1/responses", """{"model":"small","input":"x","background":true}""")).Is(400), "/v1")
            .ShouldContain("background");
        Message((await gate.PostAsync("/v1/responses", """{"model":"small","input":"x","conversation":"conv_1"}""")).Is(400), "/v1")
            .ShouldContain("conversation");
        (await gate.PostAsync("/v1/responses", """{"model":"small","input":"x","previous_response_id":"resp_1"}""")).Is(404);
        (await gate.PostAsync("/v1/responses", """{"model":"small","input":17}""")).Is(400);
        (await gate.GetAsync("/v1/responses/resp_1")).Is(404);
        (await gate.GetAsync("/v1/responses/..%2fkeys")).Is(404);
        (await gate.PostAsync("/v1/responses/resp_1/cancel", "{}")).Is(400);
    }

    [Fact]
    public async Task As_many_calls_as_may_run_at_a_time_and_no_more()
    {
        var release = new TaskCompletionSource();
        var route = new ScriptedRoute(_ => new ScriptedCallAnswer("data: {}\n\n", "data: {}\n\n")
        {
            Streams = true,
            Between = async (_, token) => await release.Task.WaitAsync(token),
        });
        await using var gate = await Gate.OpenAsync(route, Gate.Anywhere with { Streams = 1 });
        using var client = await RawClient.ConnectAsync(gate.Address);
        await client.PostAsync("/v1/chat/completions", Good.Replace("}", ",\"stream\":true}"));
        await client.UntilAsync("data: {}\n\n");

        var second = (await gate.PostAsync("/v1/chat/completions", Good)).Is(503);
        release.SetResult();
        await client.UntilAsync("\r\n0\r\n\r\n");

        second.Headers["Retry-After"].ShouldBe("1");
        (await gate.PostAsync("/v1/chat/completions", Good)).Is(200);
    }

    [Fact]
    public async Task A_client_that_stops_reading_is_let_go_and_takes_no_memory()
    {
        ScriptedCallAnswer? given = null;
        var taken = 0;
        var frame = $"data: {new string('x', 8000)}\n\n";
        var route = new ScriptedRoute(_ => given = new ScriptedCallAnswer([.. Enumerable.Repeat(frame, 20_000)])
        {
            Streams = true,
            Between = (count, _) =>
            {
                taken = count;
                return ValueTask.CompletedTask;
            },
        });
        await using var gate = await Gate.OpenAsync(route, Gate.Anywhere with { Unread = TimeSpan.FromMilliseconds(300) });
        using var client = await RawClient.ConnectAsync(gate.Address);
        client.Socket.ReceiveBufferSize = 4096;
        await client.PostAsync("/v1/chat/completions", Good.Replace("}", ",\"stream\":true}"));

        var line = await gate.Logs.NextAsync("POST /v1/chat/completions");

        line.ShouldContain(" 499 ");
        await given!.Disposed.Task.WaitAsync(TimeSpan.FromSeconds(10));
        // What was taken of the answer and not read by the client lies in the sockets: the gateway waits with the rest.
        (taken * frame.Length).ShouldBeLessThan(20 << 20);
    }

    private static string Message(Answered answer, string path)
    {
        if (path.StartsWith("/v1/messages", StringComparison.Ordinal))
            answer.Json.GetProperty("type").GetString().ShouldBe("error");
        return answer.Json.GetProperty("error").GetProperty("message").GetString()!;
    }
}
