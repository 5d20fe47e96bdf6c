using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Models.Wire;
using Tako.Server.Tests.Kit;

namespace Tako.Server.Tests.Gateway;

public sealed class CallTests
{
    private const string Ask = """{"model":"small","messages":[{"role":"user","content":"hello"}],"odd":[1,2]}""";
    private const string AskStream = """{"model":"small","messages":[],"stream":true}""";

    [Theory]
    [InlineData("/v1/chat/completions", WireKind.Chat, CallOperation.Generate)]
    [InlineData("/v1/responses", WireKind.Responses, CallOperation.Generate)]
    [InlineData("/v1/messages", WireKind.Messages, CallOperation.Generate)]
    [InlineData("/v1/messages/count_tokens", WireKind.Messages, CallOperation.CountTokens)]
    [InlineData("/v1/embeddings", WireKind.Chat, CallOperation.Embed)]
    public async Task Each_surface_asks_the_one_route_in_its_own_protocol(string path, WireKind wire, CallOperation operation)
    {
        var route = new ScriptedRoute("""{"ok":true}""");
        await using var gate = await Gate.OpenAsync(route);

        var answer = (await gate.PostAsync(path, Ask)).Is(200);

        answer.Body.ShouldBe("""{"ok":true}""");
        answer.Headers["Content-Length"].ShouldBe("11");
        var call = route.Calls.ShouldHaveSingleItem();
        (call.Model, call.Wire, call.Operation, call.Streamed).ShouldBe(("small", wire, operation, false));
        if (wire != WireKind.Responses)
            route.Bodies.ShouldHaveSingleItem().ShouldBe(Ask);
    }

    [Fact]
    public async Task An_answer_says_who_gave_it_what_it_cost_and_what_Tako_took()
    {
        var route = new ScriptedRoute(call => new ScriptedCallAnswer("{}")
        {
            Says = new AnswerHead
            {
                Model = "small", Link = 1, Attempts = 3, Dropped = ["logprobs"],
                Before = [new Tried("careful", CallFailureKind.RateLimited, "RateLimited"), new Tried("große", null, "breaker open")],
            },
        });
        await using var gate = await Gate.OpenAsync(route);

        var headers = (await gate.PostAsync("/v1/chat/completions", Ask)).Is(200).Headers;

        headers["x-tako-model"].ShouldBe("small");
        headers["x-tako-link"].ShouldBe("1");
        headers["x-tako-attempts"].ShouldBe("3");
        headers["x-tako-dropped"].ShouldBe("logprobs");
        Uri.UnescapeDataString(headers["x-tako-tried"]).ShouldBe("careful: RateLimited, große: breaker open");
        headers["x-tako-cost"].ShouldBe("0.00125");
        long.Parse(headers["x-tako-overhead"]).ShouldBeGreaterThanOrEqualTo(0);
        headers["x-tako-request"].ShouldStartWith("r-");
    }

    [Fact]
    public async Task A_cost_that_is_not_known_is_not_zero()
    {
        var route = new ScriptedRoute(_ => new ScriptedCallAnswer("{}") { Reports = new CallReport { Elapsed = TimeSpan.Zero } });
        await using var gate = await Gate.OpenAsync(route);

        (await gate.PostAsync("/v1/chat/completions", Ask)).Headers["x-tako-cost"].ShouldBe("unknown");
    }

    [Fact]
    public async Task Frames_come_as_they_are_and_one_by_one_with_what_they_cost_at_the_end()
    {
        var read = new SemaphoreSlim(0);
        var route = new ScriptedRoute(_ => new ScriptedCallAnswer("data: {\"a\":1}\n\n", "data: {\"b\":2}\n\n", "data: [DONE]\n\n")
        {
            Streams = true,
            Between = async (_, token) => await read.WaitAsync(token),
        });
        await using var gate = await Gate.OpenAsync(route);
        using var client = await RawClient.ConnectAsync(gate.Address);
        await client.PostAsync("/v1/chat/completions", AskStream);

        // Each frame is there before the next one is made.
        (await client.UntilAsync("\"a\":1}\n\n")).ShouldContain("text/event-stream");
        read.Release();
        await client.UntilAsync("\"b\":2}\n\n");
        read.Release(2);
        var end = await client.UntilAsync("\r\n0\r\n\r\n");

        end.ShouldContain("data: [DONE]\n\n");
        end.ShouldContain(": tako {\"request\":\"r-");
        end.ShouldContain("\"cost\":0.00125");
        end.ShouldContain("\"input\":11,\"output\":7");
    }

    [Fact]
    public async Task A_refusal_has_the_status_and_the_shape_of_the_surface()
    {
        var route = new ScriptedRoute(_ => new ScriptedCallAnswer
        {
            Refused = new CallFailure
            {
                Kind = CallFailureKind.RateLimited, Message = "Too many.", Provider = "p", Model = "small",
                RetryAfter = TimeSpan.FromSeconds(6.2),
            },
            Says = new AnswerHead { Attempts = 2 },
        });
        await using var gate = await Gate.OpenAsync(route);

        var chat = (await gate.PostAsync("/v1/chat/completions", Ask)).Is(429);
        var messages = (await gate.PostAsync("/v1/messages", AskStream)).Is(429);

        chat.Json.GetProperty("error").GetProperty("message").GetString().ShouldBe("Too many.");
        chat.Headers["Retry-After"].ShouldBe("7");
        chat.Headers["x-tako-attempts"].ShouldBe("2");
        messages.Json.GetProperty("type").GetString().ShouldBe("error");
        messages.Json.GetProperty("error").GetProperty("type").GetString().ShouldBe("rate_limit_error");
    }

    [Fact]
    public async Task Terms_of_a_call_come_from_its_headers()
    {
        var route = new ScriptedRoute("{}");
        await using var gate = await Gate.OpenAsync(route);

        (await gate.PostAsync("/v1/chat/completions", Ask, ("x-tako-tags", "code, review"), ("x-tako-max-usd", "0.05"),
            ("x-tako-timeout", "1m30s"))).Is(200);
        var wrong = await gate.PostAsync("/v1/chat/completions", Ask, ("x-tako-max-usd", "much"));

        var terms = route.Calls.ShouldHaveSingleItem().Terms;
        terms.Tags.ShouldBe(["code", "review"]);
        terms.MostUsd.ShouldBe(0.05m);
        terms.Time.ShouldBe(TimeSpan.FromSeconds(90));
        wrong.Is(400).Body.ShouldContain("x-tako-max-usd");
    }

    [Fact]
    public async Task A_client_that_leaves_cancels_its_call()
    {
        ScriptedCallAnswer? given = null;
        var route = new ScriptedRoute(_ => given = new ScriptedCallAnswer("data: {}\n\n", "data: {}\n\n")
        {
            Streams = true,
            Between = async (_, token) => await Task.Delay(Timeout.Infinite, token),
        });
        await using var gate = await Gate.OpenAsync(route);
        using (var client = await RawClient.ConnectAsync(gate.Address))
        {
            await client.PostAsync("/v1/chat/completions", AskStream);
            await client.UntilAsync("data: {}\n\n");
        }

        await given!.Disposed.Task.WaitAsync(TimeSpan.FromSeconds(20));
        (await gate.Logs.NextAsync("POST /v1/chat/completions")).ShouldContain(" 499 ");
    }

    [Fact]
    public async Task The_log_has_one_line_for_a_request_and_no_word_of_its_prompt_or_key()
    {
        await using var gate = await Gate.OpenAsync(new ScriptedRoute("{}"));

        await gate.PostAsync("/v1/chat/completions", Ask, ("Authorization", "Bearer sk-secret-1234"));
        var line = await gate.Logs.NextAsync("POST /v1/chat/completions");

        line.ShouldContain("small");
        line.ShouldContain("in 11 out 7 usd 0.00125");
        string.Join('\n', gate.Logs.All).ShouldNotContain("hello");
        string.Join('\n', gate.Logs.All).ShouldNotContain("sk-secret");
    }

    [Fact]
    public async Task Prompts_are_logged_where_it_was_asked_for()
    {
        await using var gate = await Gate.OpenAsync(new ScriptedRoute("{}"), Gate.Anywhere with { LogPrompts = true });

        await gate.PostAsync("/v1/chat/completions", Ask);

        (await gate.Logs.NextAsync("asks")).ShouldContain("hello");
    }
}
