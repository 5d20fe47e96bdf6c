using System.Net;
using System.Text;
using Tako.Models.Calls;
using Tako.Models.Config;
using Tako.Models.Failures;
using Tako.Models.Health;
using Tako.Models.Wire;

namespace Tako.Models.Tests.Calls;

/// <summary>What a call that passes through costs in memory, without the connections on both sides.</summary>
public sealed class AllocationTests(ITestOutputHelper output)
{
    private const int Calls = 400;
#if DEBUG
    // Without optimization the state of every asynchronous method is an object.
    private const int Slack = 24;
#else
    private const int Slack = 1;
#endif
    private const string Chunk = """
        {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"m",
        "choices":[{"index":0,"delta":DELTA,"finish_reason":FINISH}]}
        """;

    private const string Usage = """{"id":"chatcmpl-1","model":"m","choices":[],"usage":{"prompt_tokens":12,"completion_tokens":9}}""";

    private const string Whole = """
        {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"m",
        "choices":[{"index":0,"message":{"role":"assistant","content":"Eight arms, one brain, three hearts."},"finish_reason":"stop"}],
        "usage":{"prompt_tokens":12,"completion_tokens":9,"total_tokens":21}}
        """;

    [Fact]
    public async Task A_whole_answer_that_passes_takes_little_memory() =>
        (await PerCallAsync(Whole, "application/json", streamed: false)).ShouldBeLessThan(6 * 1024 * Slack);

    [Fact]
    public async Task A_frame_that_passes_takes_next_to_none()
    {
        var few = await PerCallAsync(Stream(10), "text/event-stream", streamed: true);
        var many = await PerCallAsync(Stream(210), "text/event-stream", streamed: true);
        output.WriteLine($"{(many - few) / 200} bytes a frame");
        few.ShouldBeLessThan(9 * 1024 * Slack);
        ((many - few) / 200).ShouldBeLessThan(160 * Slack);
    }

    private async Task<long> PerCallAsync(string reply, string mediaType, bool streamed)
    {
        using var http = new HttpMessageInvoker(new Canned(Encoding.UTF8.GetBytes(reply), mediaType));
        var time = TimeProvider.System;
        var provider = new ProviderConfig { Name = "p", Kind = ProviderKind.Compatible, BaseAddress = new Uri("http://127.0.0.1:1/v1") };
        var model = new ModelConfig { Name = "m", Provider = "p", UpstreamId = "up" };
        var limits = new CallLimits();
        var plan = new CallPlan("m", new PlanPart.One(new PlanLink(new ProviderEndpoint(provider, model), WireProtocol.Of(WireKind.Chat))
        {
            Limits = limits,
            Http = http,
            Health = new ModelHealth("p", "up", new BreakerConfig(), time),
        }), limits);
        using var engine = new CallEngine((string _, out CallFailure? why) =>
        {
            why = null;
            return plan;
        }, time, new Random(1));
        var stream = streamed ? ""","stream":true,"stream_options":{"include_usage":true}""" : "";
        const string Said = """[{"role":"user","content":"How many arms has an octopus?"}]""";
        var call = new ModelCall
        {
            Model = "m",
            Wire = WireKind.Chat,
            Streamed = streamed,
            Body = Encoding.UTF8.GetBytes($$"""{"model":"m","messages":{{Said}}{{stream}}}"""),
        };
        // Nothing is waited for here, so that all of it happens on this thread.
        for (var warm = 0; warm < Calls; warm++)
            await ReadAsync(engine, call);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var counted = 0; counted < Calls; counted++)
            await ReadAsync(engine, call);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
        output.WriteLine($"{bytes} bytes a call");
        return bytes;
    }

    private static async Task ReadAsync(CallEngine engine, ModelCall call)
    {
        await using var answer = await engine.StartAsync(call, CancellationToken.None);
        answer.Refusal.ShouldBeNull();
        while (await answer.NextAsync(CancellationToken.None))
        {
        }

        if (answer.Report.Usage?.Output is null)
            throw new InvalidOperationException("The usage is missing.");
    }

    private static string Stream(int words)
    {
        var text = new StringBuilder();
        Add("""{"role":"assistant","content":""}""", "null");
        for (var word = 0; word < words; word++)
            Add($$"""{"content":" word{{word}}"}""", "null");
        Add("{}", "\"stop\"");
        return text.Append($"data: {Usage}\n\ndata: [DONE]\n\n").ToString();

        void Add(string delta, string finish) => text.Append("data: ").Append(Chunk.ReplaceLineEndings("")
            .Replace("DELTA", delta, StringComparison.Ordinal).Replace("FINISH", finish, StringComparison.Ordinal)).Append("\n\n");
    }

    private sealed class Canned(byte[] body, string mediaType) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = new StreamContent(new MemoryStream(body, writable: false));
            content.Headers.ContentType = new(mediaType);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        }
    }
}
