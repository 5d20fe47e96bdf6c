using System.Text;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Personal;

namespace Tako.Reflexes.Tests.Personal;

/// <summary>In pieces a text gives the findings of the whole, and never waits for more than it must.</summary>
public class StreamedPersonalTests
{
    private static readonly PersonalScanner Scanner = new();

    private static readonly string[] Pieces =
    [
        "Please look at this", "my phone is", "call me on", "+49 30 901820", "(212) 555-0147 ext. 12", "0664 123 45 67", "92 34 70",
        "SSN", "536-22-8726",
        "4111 1111 1111 1111", "GB82 WEST 1234 5698 7654 32", "ada@example.org", "https://example.org/a/b?c=1234567890",
        "www.example.com.", "May", "May 5th, 1990",
        "born", "17 March 2001", "2001-03-17T10:20:30Z", "12/05/1999", "is my passport", "912803456", "AB51 ABC", "plate", "HH AB 1234",
        "of", "5 apples", "I",
        "203.0.113.77", "2001:db8::1", "aa:bb:cc:dd:ee:ff", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "DE136695976", "\"id\": 44051401359,",
        "電話", "<b>", "12 34 56",
        "USA", "12345", "65929970489", "tax id", "AB 12 34 56 C", "national insurance", "v1.2.3", "10:30", "\n", "\t", "1.234,56",
        "postgres://u:p@h.example/x",
    ];

    private readonly PersonalSearch _search = new();

    [Fact]
    public void Any_split_gives_what_the_whole_gives()
    {
        var random = new Random(20);
        for (var round = 0; round < 400; round++)
        {
            var text = Text(random, random.Next(3, 40));
            var whole = Named(_search.Find(text).ToArray(), text);
            Named(Streamed(text, () => random.Next(1, 12)), text).ShouldBe(whole, text);
        }
    }

    [Fact]
    public void Letter_by_letter_gives_what_the_whole_gives()
    {
        var random = new Random(21);
        for (var round = 0; round < 60; round++)
        {
            var text = Text(random, random.Next(3, 20));
            Named(Streamed(text, static () => 1), text).ShouldBe(Named(_search.Find(text).ToArray(), text), text);
        }
    }

    [Theory]
    [InlineData("Please tell me what we can do about ")]
    [InlineData("There were 300 of them, and they were quite happy when they saw the house ")]
    [InlineData("Write to ada@example.org today ")]
    [InlineData("")]
    public void Plain_words_settle_wholly(string text) => Scanner.Settled(text).ShouldBe(text.Length);

    [Theory]
    [InlineData("Plain words and ada@exam", "ada@exam")]
    [InlineData("I am at +49 30 ", "+49 30 ")]
    [InlineData("It was in May ", "May ")]
    [InlineData("The number 912803456 is my", "912803456 is my")]
    public void Only_the_open_candidate_is_held(string text, string held) => text[Scanner.Settled(text)..].ShouldBe(held);

    [Fact]
    public void Never_more_than_the_reach_is_held()
    {
        var random = new Random(22);
        var letters = "a1@:.- /=x9A+(\n";
        for (var round = 0; round < 300; round++)
        {
            var text = string.Concat(Enumerable.Range(0, 600).Select(_ => letters[random.Next(1 + (round % letters.Length))]));
            (text.Length - Scanner.Settled(text)).ShouldBeInRange(0, TextScanner.MaxReach);
        }
    }

    // As a pipeline does it: it keeps what is not settled and the reach before that, and takes what ends in the settled part.
    private List<Finding> Streamed(string text, Func<int> step)
    {
        var found = new List<Finding>();
        var (settled, kept) = (0, 0);
        for (var end = 0; end < text.Length;)
        {
            end = Math.Min(text.Length, end + step());
            var window = text[kept..end];
            var until = end == text.Length ? end : kept + Scanner.Settled(window);
            if (until <= settled && end < text.Length)
                continue;
            foreach (var one in _search.Find(window))
            {
                if (one.Start + kept >= settled && one.End + kept <= until)
                    found.Add(one with { Start = one.Start + kept });
            }

            settled = Math.Max(settled, until);
            kept = Math.Max(0, settled - TextScanner.MaxReach);
        }

        return found;
    }

    private static string[] Named(IEnumerable<Finding> findings, string text) =>
        [.. findings.Select(one => $"{one.Start} {one.Kind} {one.Score:F2} {text.Substring(one.Start, one.Length)}")
            .Order(StringComparer.Ordinal)];

    private static string Text(Random random, int pieces)
    {
        var text = new StringBuilder();
        for (var piece = 0; piece < pieces; piece++)
            text.Append(Pieces[random.Next(Pieces.Length)]).Append(random.Next(12) switch { 0 => ", ", 1 => ". ", 2 => "\n", 3 =>
                "  ", 4 => "", _ => " " });
        return text.ToString();
    }
}
