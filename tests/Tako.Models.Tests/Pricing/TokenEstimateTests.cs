using System.Text;
using Tako.Models.Pricing;

namespace Tako.Models.Tests.Pricing;

/// <summary>Counts that current tokenizers give, as far as their makers publish them or their rules of thumb say.</summary>
public sealed class TokenEstimateTests
{
    [Theory]
    // OpenAI's own example, and its rule that 100 tokens are about 75 English words.
    [InlineData("You miss 100% of the shots you don't take", 11, 0.3)]
    [InlineData("""
        The octopus is a soft-bodied mollusc with eight limbs. It is known for its problem solving, its short life, and the way in which
        two thirds of its neurons live in its arms, so that each of them can taste, grip and decide for itself while the brain only wishes.
        """, 66, 0.25)]
    // About one token for each ideograph, somewhat less for kana and Hangul, two and a half letters of Cyrillic.
    [InlineData("请解释一下鱿鱼和章鱼有什么区别，以及为什么章鱼有三颗心脏。", 26, 0.4)]
    [InlineData("イカとタコの違いを説明してください。", 15, 0.4)]
    [InlineData("Объясни, пожалуйста, чем кальмар отличается от осьминога.", 19, 0.4)]
    [InlineData("for (var i = 0; i < 10; i++) { sum += values[i]; }", 22, 0.4)]
    [InlineData("1234567890", 4, 0.01)]
    [InlineData("", 0, 0)]
    public void A_text_has_about_as_many_tokens_as_tokenizers_make_of_it(string text, int tokens, double within) =>
        ((double)TokenEstimate.OfText(text)).ShouldBeInRange(tokens * (1 - within), tokens * (1 + within));

    [Fact]
    public void A_request_is_counted_by_what_the_model_reads_of_it()
    {
        var small = Count("""{"model":"m","messages":[{"role":"user","content":"How many arms has an octopus?"}]}""");
        small.ShouldBeInRange(7, 20);
        var picture = Count("""
            {"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]}
            """.Replace("AAAA", new string('A', 400_000), StringComparison.Ordinal));
        picture.ShouldBeInRange(900, 1300);
        Count("""{"messages":[{"content":"\u00fcber \n\t drei"}]}""").ShouldBeInRange(3, 15);
        Count("not json").ShouldBe(0);
    }

    [Fact]
    public void More_text_is_never_fewer_tokens()
    {
        var text = "Acht Arme, ein Hirn — and a beak; 海 の мир 12345 \n\n { } Größe 🐙 ";
        var before = 0L;
        foreach (var length in Enumerable.Range(0, text.Length))
        {
            var tokens = TokenEstimate.OfText(text[..length]);
            tokens.ShouldBeGreaterThanOrEqualTo(before);
            before = tokens;
        }
    }

    private static long Count(string json) => TokenEstimate.OfRequest(Encoding.UTF8.GetBytes(json));
}
