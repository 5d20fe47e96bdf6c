using System.Net;
using System.Net.Sockets;
using System.Text;
using Tako.Eval.Failover;
using Tako.Eval.Failover.Client;
using Tako.Eval.Failover.Provider;
using Tako.Eval.Tests.Failover.Doubles;

namespace Tako.Eval.Tests.Failover;

/// <summary>Each fault is what it says it is, seen by a client that hides nothing.</summary>
[Collection(Clocked.Name)]
public sealed class FaultTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);
    private static readonly ScaledTime Time = new(TimeProvider.System, 100);
    private readonly FaultyProvider _provider = FaultyProvider.Start(Time);
    private readonly HttpClient _http = new();

    public static TheoryData<Surface> Surfaces => [Surface.Chat, Surface.Responses, Surface.Messages];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _provider.DisposeAsync();
    }

    [Theory, MemberData(nameof(Surfaces))]
    public async Task A_good_stream_satisfies_a_strict_reader(Surface surface)
    {
        foreach (var model in new[] { "ok", "fast", "reason", "s03-fallback" })
        {
            var answer = await Ask(surface, model);
            (answer.Text, answer.Ending, answer.FinishedWell, answer.Model).ShouldBe((AnswerText.SixtyWords, Ending.Whole, true, model));
            answer.Wrong.ShouldBeEmpty();
            answer.Untidy.ShouldBeEmpty();
            answer.Usage.ShouldBe(_provider.Attempts[^1].Reported);
        }

        (await Ask(surface, "ok-200")).Text.ShouldBe(AnswerText.OfWords(200));
        (await Ask(surface, "usage-less")).Usage.ShouldBeNull();
        (await Ask(surface, "nobody")).Status.ShouldBe(404);
        (await Ask(surface, "status-529")).Error.ShouldNotBeNull();
    }

    [Theory, MemberData(nameof(Surfaces))]
    public async Task What_fails_once_fails_once(Surface surface)
    {
        var limited = await Ask(surface, "s01-primary");
        (limited.Status, limited.ErrorInShape).ShouldBe((429, true));
        (await Ask(surface, "s01-primary")).FinishedWell.ShouldBeTrue();
        (await Ask(surface, "s03-primary")).Status.ShouldBe(500);
        (await Ask(surface, "s03-primary")).FinishedWell.ShouldBeTrue();
        var reset = await Ask(surface, "s05-primary");
        (reset.Status, reset.Ending).ShouldBe((0, Ending.BrokenOff));
        (await Ask(surface, "s05-primary")).FinishedWell.ShouldBeTrue();

        _provider.Attempts.Select(attempt => (attempt.Scenario, attempt.Before, attempt.Status, attempt.Wire))
            .ShouldBe([("s01", 0, 429, surface), ("s01", 1, 200, surface), ("s03", 0, 500, surface), ("s03", 1, 200, surface),
                ("s05", 0, 0, surface), ("s05", 1, 200, surface)]);
        _provider.Reset();
        (await Ask(surface, "s03-primary")).Status.ShouldBe(500);
    }

    [Theory, MemberData(nameof(Surfaces))]
    public async Task Streams_break_where_they_should(Surface surface)
    {
        var cut = await Ask(surface, "s08-primary");
        (cut.Ending, Words(cut), cut.Finish).ShouldBe((Ending.BrokenOff, 40, null));

        var stalled = await Ask(surface, "s09-primary");
        (stalled.Ending, Words(stalled)).ShouldBe((Ending.BrokenOff, 20));
        stalled.Took.ShouldBeGreaterThan(TimeSpan.FromSeconds(30));

        var malformed = await Ask(surface, "s10-primary");
        (malformed.Text, malformed.FinishedWell).ShouldBe((AnswerText.SixtyWords, true));
        malformed.Untidy.ShouldHaveSingleItem().ShouldContain("malformed");

        var late = await Ask(surface, "s07-primary");
        late.FinishedWell.ShouldBeTrue();
        late.Took.ShouldBeGreaterThan(TimeSpan.FromSeconds(20));

        var open = await Ask(surface, "s11-primary", TimeSpan.FromSeconds(90));
        (open.Ending, open.FinishedWell, open.Text).ShouldBe((Ending.Hanging, true, AnswerText.SixtyWords));
        open.Usage.ShouldNotBeNull();
    }

    [Theory, MemberData(nameof(Surfaces))]
    public async Task Refusals_and_nonsense_have_the_protocols_shape_or_none(Surface surface)
    {
        foreach (var (model, status) in new[]
        {
            ("s02-primary", 429), ("s04-primary", 503), ("s12-primary", 400), ("s13-primary", 400), ("s15-primary", 503),
            ("status-401", 401),
        })
        {
            var refused = await Ask(surface, model);
            (refused.Status, refused.ErrorInShape).ShouldBe((status, true), model);
        }

        (await Ask(surface, "error-in-200")).Error.ShouldNotBeNull();
        (await Ask(surface, "html")).Wrong.ShouldHaveSingleItem().ShouldContain("text/html");
        (await Ask(surface, "wrong-type")).Wrong.ShouldHaveSingleItem().ShouldContain("text/plain");
        (await Ask(surface, "garbage")).Untidy.ShouldContain("the body ended inside an event");
        (await Ask(surface, "endless-line")).Wrong.ShouldHaveSingleItem().ShouldContain("does not end");
    }

    [Fact]
    public async Task A_silent_model_answers_nothing_and_notices_that_its_client_leaves()
    {
        var silent = await Ask(Surface.Chat, "s06-primary", TimeSpan.FromSeconds(20));
        (silent.Ending, silent.Status).ShouldBe((Ending.Hanging, 0));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (_provider.Answering > 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    [Fact]
    public async Task The_flapping_model_recovers_a_minute_after_its_first_request()
    {
        (await Ask(Surface.Chat, "s15-primary")).Status.ShouldBe(503);
        await Task.Delay(TimeSpan.FromSeconds(61), Time, TestContext.Current.CancellationToken);
        (await Ask(Surface.Chat, "s15-primary")).FinishedWell.ShouldBeTrue();
    }

    [Theory]
    [InlineData("s08-fallback", "assistant", "An octopus keeps most of", " its mind")]
    [InlineData("s08-fallback", "user", "Go on after: An octopus keeps most of", " its mind")]
    [InlineData("s09-fallback", "assistant", "An octopus keeps most of ", "its mind")]
    [InlineData("s09-fallback", "user", "Go on after: An octopus keeps most of", "An octopus keeps")]
    [InlineData("s14-fallback", "user", "Go on after: An octopus keeps most of", "An octopus keeps")]
    public async Task An_answer_that_was_begun_is_continued_or_begun_again(string model, string role, string text, string begins)
    {
        var body = $$"""
            {"model":"{{model}}","messages":[{"role":"user","content":"Tell"},
             {"role":"{{role}}","content":[{"type":"text","text":"{{text}}"}]}]}
            """;
        var answer = await Post("/v1/chat/completions", body);
        answer.Body.ShouldContain($"\"content\":\"{begins}");
        var attempt = _provider.Attempts.ShouldHaveSingleItem();
        (attempt.Prefill, attempt.Continues, attempt.Messages).ShouldBe((role == "assistant", true, 2));
    }

    [Theory]
    [InlineData("/v1/chat/completions", "messages")]
    [InlineData("/v1/messages", "messages")]
    [InlineData("/v1/responses", "input")]
    public async Task A_fallback_that_takes_no_prefill_refuses_one_and_a_limit_shortens_an_answer(string path, string field)
    {
        var refused = await Post(path,
            $$"""{"model":"s14-fallback","{{field}}":[{"role":"user","content":"Tell"},{"role":"assistant","content":"An"}]}""");
        refused.Status.ShouldBe(HttpStatusCode.BadRequest);
        var shortened = await Post(path, $$"""{"model":"ok","max_tokens":5,"{{field}}":[{"role":"user","content":"Tell"}]}""");
        shortened.Body.ShouldContain("An octopus keeps most of");
        shortened.Body.ShouldNotContain("mind");
        (await Post(path, "[1]")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await Post(path, "{")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_whole_answer_is_cut_in_the_middle_too()
    {
        await Should.ThrowAsync<HttpRequestException>(() =>
            Post("/v1/chat/completions", """{"model":"s08-primary","messages":[{"role":"user","content":"Tell"}]}"""));
        (await Post("/v1/chat/completions", """{"model":"s10-primary","messages":[]}""")).Body.ShouldNotEndWith("}");
    }

    [Fact]
    public async Task A_connection_is_used_again_and_takes_chunked_bodies_and_pieces()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, _provider.Address.Port);
        await using var stream = new NetworkStream(socket);
        foreach (var letter in "GET /v1/models HTTP/1.1\r\nHost: x\r\n\r\n"
            + "POST /v1/embeddings HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "10\r\n{\"model\":\"e\",\"in\r\nd\r\nput\":[\"a b\"]}\r\n0\r\n\r\n"
            + "GET /v1/models HTTP/1.1\r\nanthropic-version: 1\r\nConnection: close\r\n\r\n")
            await stream.WriteAsync(Encoding.ASCII.GetBytes([letter]));
        using var reader = new StreamReader(stream);
        var all = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        all.Split("HTTP/1.1 200 OK").Length.ShouldBe(4);
        all.ShouldContain("s16-fallback");
        all.ShouldContain("\"prompt_tokens\":2");
        all.ShouldContain("\"has_more\":false");
    }

    private async Task<Received> Ask(Surface surface, string model, TimeSpan? patience = null)
    {
        using var client = new GatewayClient(_provider.OpenAiAddress, "key", Time);
        return await client.AskAsync(surface, model, "Tell something.", patience ?? Patience, TestContext.Current.CancellationToken);
    }

    private async Task<(HttpStatusCode Status, string Body)> Post(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(new Uri(_provider.Address, path), content, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static int Words(Received answer) => answer.Text.Split(' ').Length;
}
