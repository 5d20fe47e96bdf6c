using System.Text.Json;
using Tako.Models.Pricing;

namespace Tako.Models.Tests.Pricing;

public sealed class UsageReaderTests
{
    [Fact]
    public void OpenAI_counts_cached_and_reasoning_tokens_within_their_totals()
    {
        var usage = Read(UsageFormat.Chat, """
            { "prompt_tokens": 1000, "completion_tokens": 300, "total_tokens": 1300,
              "prompt_tokens_details": { "cached_tokens": 400, "cache_write_tokens": 100, "audio_tokens": 50 },
              "completion_tokens_details": { "reasoning_tokens": 200, "audio_tokens": 10 } }
            """);
        (usage.Input, usage.Output).ShouldBe((1000, 300));
        TokenBuckets.Of(usage).ShouldBe(new TokenBuckets
        {
            Input = 450, CacheRead = 400, CacheWrite = 100, AudioInput = 50, Output = 90, Reasoning = 200, AudioOutput = 10,
        });
    }

    [Fact]
    public void Anthropic_counts_cached_input_beside_the_rest_and_tells_the_lifetimes()
    {
        var usage = Read(UsageFormat.Anthropic, """
            { "input_tokens": 20, "output_tokens": 90, "cache_read_input_tokens": 500, "cache_creation_input_tokens": 300,
              "cache_creation": { "ephemeral_5m_input_tokens": 200, "ephemeral_1h_input_tokens": 100 },
              "output_tokens_details": { "thinking_tokens": 40 }, "service_tier": "standard" }
            """);
        (usage.Input, usage.Output).ShouldBe((820, 90));
        TokenBuckets.Of(usage).ShouldBe(new TokenBuckets
        {
            Input = 20, CacheRead = 500, CacheWrite = 200, CacheWriteHour = 100, Output = 50, Reasoning = 40,
        });
    }

    [Fact]
    public void Google_counts_thoughts_and_tool_results_beside_the_rest()
    {
        var usage = Read(UsageFormat.Google, """
            { "promptTokenCount": 600, "toolUsePromptTokenCount": 50, "candidatesTokenCount": 70, "thoughtsTokenCount": 30,
              "cachedContentTokenCount": 200, "totalTokenCount": 750,
              "promptTokensDetails": [{ "modality": "TEXT", "tokenCount": 400 }, { "modality": "AUDIO", "tokenCount": 200 }],
              "cacheTokensDetails": [{ "modality": "TEXT", "tokenCount": 150 }, { "modality": "AUDIO", "tokenCount": 50 }],
              "toolUsePromptTokensDetails": [{ "modality": "TEXT", "tokenCount": 50 }] }
            """);
        (usage.Input, usage.Output, usage.Reasoning).ShouldBe((650, 100, 30));
        TokenBuckets.Of(usage).ShouldBe(new TokenBuckets
        {
            Input = 300, CacheRead = 150, CachedAudio = 50, AudioInput = 150, Output = 70, Reasoning = 30,
        });
    }

    [Theory]
    [InlineData("""{ "promptTokenCount": 9, "totalTokenCount": 9 }""", 0L)]
    [InlineData("""{ "promptTokenCount": 9, "thoughtsTokenCount": 4, "totalTokenCount": 13 }""", 4L)]
    [InlineData("""{ "promptTokenCount": 9 }""", null)]
    public void Google_leaves_out_counts_that_are_zero_which_its_total_confirms(string block, long? output) =>
        Read(UsageFormat.Google, block).Output.ShouldBe(output);

    [Fact]
    public void DeepSeek_tells_its_cache_hits_at_the_top()
    {
        var usage = Read(UsageFormat.Chat, """
            { "prompt_tokens": 100, "prompt_cache_hit_tokens": 64, "prompt_cache_miss_tokens": 36, "completion_tokens": 5 }
            """);
        TokenBuckets.Of(usage).ShouldBe(new TokenBuckets { Input = 36, CacheRead = 64, Output = 5 });
    }

    [Fact]
    public void Reasoning_that_a_total_counts_beside_the_completion_is_output_too() =>
        Read(UsageFormat.Chat, """
            { "prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 45, "completion_tokens_details": { "reasoning_tokens": 30 } }
            """).Output.ShouldBe(35);

    [Fact]
    public void Responses_and_converse_are_read_too()
    {
        TokenBuckets.Of(Read(UsageFormat.Responses, """
            { "input_tokens": 100, "input_tokens_details": { "cached_tokens": 60 }, "output_tokens": 20,
              "output_tokens_details": { "reasoning_tokens": 15 } }
            """)).ShouldBe(new TokenBuckets { Input = 40, CacheRead = 60, Output = 5, Reasoning = 15 });
        TokenBuckets.Of(Read(UsageFormat.Bedrock, """
            { "inputTokens": 7, "outputTokens": 3, "cacheReadInputTokens": 10, "cacheWriteInputTokens": 20,
              "cacheDetails": [{ "ttl": "5m", "inputTokens": 12 }, { "ttl": "1h", "inputTokens": 8 }] }
            """)).ShouldBe(new TokenBuckets { Input = 7, CacheRead = 10, CacheWrite = 12, CacheWriteHour = 8, Output = 3 });
    }

    [Fact]
    public void Cohere_bills_other_units_than_it_counts() =>
        TokenBuckets.Of(Read(UsageFormat.Cohere, """
            { "billed_units": { "input_tokens": 40, "output_tokens": 8 }, "tokens": { "input_tokens": 540, "output_tokens": 9 } }
            """)).ShouldBe(new TokenBuckets { Input = 40, Output = 8 });

    [Theory, InlineData("{}"), InlineData("[]"), InlineData("null"), InlineData("""{ "prompt_tokens": "many", "input_tokens": -4 }"""),
        InlineData("""{ "prompt_tokens": 9223372036854775807, "input_tokens": 9e30, "promptTokenCount": 99999999999999 }"""),
        InlineData("""{ "prompt_tokens": 1.5, "prompt_tokens_details": 3, "promptTokensDetails": {}, "cache_creation": null }""")]
    public void What_is_missing_or_senseless_stays_unknown(string block)
    {
        foreach (var format in Enum.GetValues<UsageFormat>())
        {
            var usage = Read(format, block);
            usage.Input.ShouldBeNull();
            usage.CacheRead.ShouldBeNull();
            new ModelPrices { Input = 1, Output = 1 }.Cost(usage).Usd.ShouldBeNull();
        }
    }

    [Fact]
    public void A_usage_keeps_its_parts_on_its_way_through_the_clients()
    {
        var usage = Read(UsageFormat.Anthropic, """
            { "input_tokens": 20, "output_tokens": 90, "cache_read_input_tokens": 500, "cache_creation_input_tokens": 300,
              "cache_creation": { "ephemeral_1h_input_tokens": 100 }, "service_tier": "batch", "inference_geo": "us" }
            """);
        var back = ReportedUsage.Of(usage.ToDetails());
        TokenBuckets.Of(back).ShouldBe(TokenBuckets.Of(usage));
        back.Tiers.ShouldBe(["batch", "us"], ignoreOrder: true);
    }

    private static ReportedUsage Read(UsageFormat format, string block)
    {
        using var document = JsonDocument.Parse(block);
        return UsageReader.Read(document.RootElement, format);
    }
}
