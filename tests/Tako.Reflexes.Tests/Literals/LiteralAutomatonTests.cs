using FsCheck;
using FsCheck.Fluent;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Literals;

namespace Tako.Reflexes.Tests.Literals;

public class LiteralAutomatonTests
{
    // Few letters, so that literals overlap and hold each other; some that only a fold beyond ASCII would take for them.
    private static readonly Gen<string> Literal = Gen.Elements('a', 'b', 'K', 'k', 's', '_', ' ').NonEmptyListOf()
        .Select(static letters => new string([.. letters.Take(7)]));

    private static readonly Gen<string> Text = Gen.Elements('a', 'A', 'b', 'B', 'k', 'K', 's', 'S', '_', ' ', '\0', '\u007f', 'K', 'ſ',
        'é', '\uffff').ArrayOf().Select(static letters => new string(letters));

    [Fact]
    public void It_finds_what_a_naive_search_finds_in_texts_short_and_long()
    {
        // Long ones are walked in parts: copies of a text put literals across the seams wherever those lie.
        Prop.ForAll(Literal.NonEmptyListOf().ToArbitrary(), Text.ToArbitrary(), Gen.Choose(1, 40).ToArbitrary(), (literals, text, copies) =>
        {
            var whole = string.Concat(Enumerable.Repeat(text, copies));
            return Found([.. literals], whole).SequenceEqual(Naive([.. literals], whole));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Many_first_letters_change_nothing()
    {
        string[] others = ["c", "d", "e!", "f?", "g", "h-", "i", "j+", "l", "m"];
        Prop.ForAll(Literal.NonEmptyListOf().ToArbitrary(), Text.ToArbitrary(), Gen.Choose(1, 40).ToArbitrary(), (literals, text, copies) =>
        {
            var whole = string.Concat(Enumerable.Repeat(text + "cdE!F?", copies));
            return Found([.. literals, .. others], whole).SequenceEqual(Naive([.. literals, .. others], whole));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void A_literal_is_found_at_every_place_of_a_long_text(int more)
    {
        string[] literals = ["needle", .. Enumerable.Range(0, 20).Select(static number => $"{(char)('a' + number)}{number}")];
        var automaton = new LiteralAutomaton(literals);
        for (var place = 0; place <= 600 + more; place++)
        {
            var hits = new HitBuffer();
            automaton.Find(new string('.', place) + "neEDle" + new string('.', 600 + more - place), hits);
            hits.All.ToArray().ShouldBe([new LiteralHit(0, place + 6)]);
        }
    }

    [Fact]
    public void Hits_are_added_to_those_that_are_there()
    {
        var hits = new HitBuffer();
        var automaton = new LiteralAutomaton(["ab", "b"]);

        automaton.Find("ab", hits);
        automaton.Find("b", hits);

        hits.All.ToArray().ShouldBe([new LiteralHit(0, 2), new LiteralHit(1, 2), new LiteralHit(1, 1)]);
    }

    private static LiteralHit[] Found(string[] literals, string text)
    {
        var hits = new HitBuffer();
        new LiteralAutomaton(literals).Find(text, hits);
        return hits.All.ToArray();
    }

    // By their ends; of those that end at one place the longest first.
    private static IEnumerable<LiteralHit> Naive(string[] literals, string text)
    {
        for (var end = 1; end <= text.Length; end++)
        {
            foreach (var index in Enumerable.Range(0, literals.Length).OrderByDescending(index => literals[index].Length))
            {
                var (literal, start) = (literals[index], end - literals[index].Length);
                if (start >= 0 && Same(text.AsSpan(start, literal.Length), literal))
                    yield return new LiteralHit(index, end);
            }
        }
    }

    private static bool Same(ReadOnlySpan<char> text, string literal)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (Lower(text[index]) != Lower(literal[index]))
                return false;
        }

        return true;
    }

    private static char Lower(char letter) => letter is >= 'A' and <= 'Z' ? (char)(letter + 32) : letter;
}
