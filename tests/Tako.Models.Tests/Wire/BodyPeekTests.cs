using System.Buffers;
using System.Text;
using Tako.Models.Pricing;
using Tako.Models.Wire;
using Tako.Models.Wire.Messages;

namespace Tako.Models.Tests.Wire;

public sealed class BodyPeekTests
{
    [Fact]
    public void Embeddings_tell_their_model_and_their_usage()
    {
        var body = """
            {"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1],"usage":7}],
            "model":"embed-3","usage":{"prompt_tokens":8,"total_tokens":8}}
            """u8.ToArray();
        BodyPeek.TryRead(body, out var peek).ShouldBeTrue();
        peek.HasAnswer.ShouldBeTrue();
        RequestHead.Text(body, peek.Model).ShouldBe("embed-3");
        peek.Reported(body, UsageFormat.Embeddings)!.Input.ShouldBe(8);
    }

    [Theory]
    [InlineData(WireKind.Chat, UsageFormat.Chat), InlineData(WireKind.Responses, UsageFormat.Responses)]
    [InlineData(WireKind.Messages, UsageFormat.Anthropic)]
    public void A_whole_answer_tells_its_usage_without_being_read(WireKind kind, UsageFormat format)
    {
        var body = Told.Body(kind, Samples.Work.SelectMany(frame => frame));
        BodyPeek.TryRead(body, out var peek).ShouldBeTrue();
        (peek.HasAnswer, peek.HasError).ShouldBe((true, false));
        var usage = peek.Reported(body, format)!;
        (usage.Input, usage.Output, usage.CacheRead).ShouldBe((31, 40, 8));
    }

    [Fact]
    public void An_error_inside_a_good_status_is_seen()
    {
        BodyPeek.TryRead("""{"error":{"message":"x"}}"""u8, out var peek).ShouldBeTrue();
        (peek.HasAnswer, peek.HasError).ShouldBe((false, true));
        BodyPeek.TryRead("<html>"u8, out _).ShouldBeFalse();
        BodyPeek.TryRead("""{"a":1} x"""u8, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_count_of_tokens_is_written_and_read()
    {
        var output = new ArrayBufferWriter<byte>();
        TokenCount.Write(42, output);
        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe("""{"input_tokens":42}""");
        TokenCount.Read(output.WrittenMemory).ShouldBe(42);
        TokenCount.Read("{}"u8.ToArray()).ShouldBeNull();
        TokenCount.Read("nonsense"u8.ToArray()).ShouldBeNull();
    }
}
