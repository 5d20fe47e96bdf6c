using System.Text;
using Tako.Models.Calls;

namespace Tako.Models.Tests.Calls;

public sealed class TokenCeilingTests
{
    // Counts are those of today's vocabularies of 100,000 to 200,000 entries, roughly; a reservation wants no less.
    [Theory]
    [InlineData("The quick brown fox jumps over the lazy dog, and then it goes home.", 16, 30)]
    [InlineData("Съешь же ещё этих мягких французских булок, да выпей чаю.", 15, 50)]
    [InlineData("我能吞下玻璃而不伤身体。", 9, 24)]
    [InlineData("3.14159 26535 89793 23846", 14, 32)]
    [InlineData("for (var i = 0; i < n; i++) { total += a[i]; }", 22, 40)]
    [InlineData("🐙🐙🐙🐙", 8, 24)]
    public void A_text_counts_by_its_script(string text, int least, int most) =>
        TokenCeiling.Tokens(Encoding.UTF8.GetBytes(text)).ShouldBeInRange(least, most);

    [Fact]
    public void Nothing_is_no_tokens() => TokenCeiling.Tokens([]).ShouldBe(0);

    [Fact]
    public void A_longer_text_is_never_fewer_tokens()
    {
        var text = Encoding.UTF8.GetBytes("Ünïcödé and 漢字 in {\"one\": [1, 2, 3]} text. " + new string('x', 90));
        var counts = Enumerable.Range(0, text.Length + 1).Select(length => TokenCeiling.Tokens(text.AsSpan(0, length))).ToList();

        counts.ShouldBe(counts.Order());
    }

    [Fact]
    public void A_text_is_the_sum_of_its_parts()
    {
        var part = "Say it again, with 1 or 2 words more. ";
        var whole = TokenCeiling.Tokens(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, 3000))));

        whole.ShouldBeInRange(3000 * 8, 3000 * 15);
    }

    [Theory]
    [InlineData("{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,#\"}}")]
    [InlineData("{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"data\":\"#\"}}")]
    public void A_picture_counts_as_a_picture_and_not_by_its_letters(string body)
    {
        var picture = Convert.ToBase64String(new byte[600_000]);
        var one = TokenCeiling.Tokens(Encoding.UTF8.GetBytes(body.Replace("#", picture)));
        var two = TokenCeiling.Tokens(Encoding.UTF8.GetBytes($"[{body},{body}]".Replace("#", picture)));

        one.ShouldBeInRange(2000, 10_000);
        (two - one).ShouldBeInRange(2000, 10_000);
    }

    [Fact]
    public void Long_prose_in_quotes_is_no_picture() =>
        TokenCeiling.Tokens(Encoding.UTF8.GetBytes($"\"{string.Concat(Enumerable.Repeat("so it goes ", 1000))}\""))
            .ShouldBeGreaterThan(2500);
}
