using Tako.Models.Calls;
using Tako.Models.Config;
using Tako.Models.Pricing;
using Tako.Testing.Models;
using Tako.Testing.Time;

namespace Tako.Models.Tests.Pricing;

public sealed class ChargedCallsTests
{
    private const string AnthropicStream = """
        event: message_start
        data: {"type":"message_start","message":{"id":"m1","model":"fake-1","usage":{"input_tokens":1000,
        data: "cache_read_input_tokens":4000,"cache_creation_input_tokens":3000,
        data: "cache_creation":{"ephemeral_5m_input_tokens":1000,"ephemeral_1h_input_tokens":2000},
        data: "output_tokens":1,"service_tier":"batch"}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"done"}}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},
        data: "usage":{"output_tokens":500,"output_tokens_details":{"thinking_tokens":200}}}

        event: message_stop
        data: {"type":"message_stop"}


        """;

    private const string OpenAiAnswer = """
        {"id":"c1","model":"fake-1","service_tier":"flex","choices":[{"message":{"content":"done"},"finish_reason":"stop"}],
         "usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100,
          "prompt_tokens_details":{"cached_tokens":400,"audio_tokens":100},"completion_tokens_details":{"reasoning_tokens":60}}}
        """;

    [Fact]
    public async Task What_a_stream_tells_in_pieces_is_charged_by_lifetime_and_tier()
    {
        await using var provider = FakeProvider.Start(
            new ProviderReply.Nonsense(AnthropicStream.ReplaceLineEndings("\n"), "text/event-stream"));
        var result = await Charge(provider, "anthropic", streamed: true, Listed("anthropic", "claude-sonnet-4-5"));
        (result.Usage.InputTokens, result.Usage.OutputTokens, result.Usage.CachedInputTokens).ShouldBe((8000, 500, 4000));
        result.Usage.Usd.ShouldBe(0.5m * ((1000 * 3m) + (4000 * 0.3m) + (1000 * 3.75m) + (2000 * 6m) + (500 * 15m)) / 1_000_000);
    }

    [Fact]
    public async Task An_answer_of_a_cheaper_tier_is_charged_at_that_tier()
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Nonsense(OpenAiAnswer));
        var result = await Charge(provider, "compatible", streamed: false, Listed("openai", "gpt-5"));
        result.Usage.Usd.ShouldBe(0.5m * ((600 * 1.25m) + (400 * 0.125m) + (100 * 10m)) / 1_000_000);
    }

    [Fact]
    public async Task A_tier_without_a_known_price_is_charged_as_unknown()
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Nonsense(OpenAiAnswer.Replace("flex", "velvet")));
        var result = await Charge(provider, "compatible", streamed: false, Listed("openai", "gpt-5"));
        (result.Usage.InputTokens, result.Usage.Usd).ShouldBe((1000, null));
    }

    [Fact]
    public async Task A_call_is_charged_at_the_price_of_its_day()
    {
        var prices = new ModelPrices
        {
            Input = 1, Output = 1, From = Now.AddDays(1), Before = new ModelPrices { Input = 3, Output = 3 },
        };
        foreach (var (day, usd) in new[] { (0, 0.0054m), (1, 0.0018m) })
        {
            await using var provider = FakeProvider.Start(new ProviderReply.Answer { Text = "done", Usage = new(1700, 100) });
            var result = await Charge(provider, "compatible", streamed: true, prices, new ManualTimeProvider(Now.AddDays(day)));
            result.Usage.Usd.ShouldBe(usd);
        }
    }

    private static DateTimeOffset Now { get; } = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static ModelPrices Listed(string list, string model) => PriceCatalogue.Shipped.Find(list, model)!;

    private static async Task<CallResult> Charge(FakeProvider provider, string kind, bool streamed, ModelPrices prices,
        TimeProvider? time = null)
    {
        using var catalog = Clients.Catalog(provider, kind);
        var observer = new Observer();
        using var client = new ObservedChatClient(catalog.Open(), catalog.Default! with { Prices = prices }, observer,
            time ?? new ManualTimeProvider());
        await client.AskAsync(streamed);
        return observer.Result!;
    }

    private sealed class Observer : ICallObserver
    {
        public CallResult? Result { get; private set; }

        public ValueTask StartAsync(CallIntent intent, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask EndAsync(CallIntent intent, CallResult result, CancellationToken cancellationToken)
        {
            Result = result;
            return ValueTask.CompletedTask;
        }
    }
}
