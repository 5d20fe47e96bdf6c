using FsCheck;
using FsCheck.Fluent;
using Tako.Arms.Judging.Facts;

namespace Tako.Tests.Arms.Facts;

public sealed class FactLawTests
{
    private static readonly string[] Pieces =
    [
        "The queue takes ", "the cache holds ", "5", " jobs", "12", " 1,000", "1k", ". ", " and ", "\n", "not ", "2026-01-02",
        " 2 Jan 2026", "%", "$", "between ", " to ", "–", "at least ", "about ", "; ", "is ", "?", "\"", "\u0000", "é", "\ud83d", "- ", ":",
        "1.2.3", "may ", "KiB", "99999999999999999999",
    ];

    private static readonly Gen<string> Texts = Gen.Elements(Pieces).ArrayOf().Select(string.Concat);

    [Fact]
    public void Nothing_depends_on_the_order_of_sources_and_every_quote_stands_in_its_source() => Prop.ForAll(
        Arb.From(from claim in Texts from texts in Texts.ArrayOf(4) from shuffle in Gen.Choose(0, 3) select (claim, texts, shuffle)),
        given =>
        {
            var sources = given.texts.Select((text, index) => new FactSource($"s{index}", $"r{index / 2}", text)).ToArray();
            var one = FactCheckTests.Judge(given.claim, sources);
            var other = FactCheckTests.Judge(given.claim, [.. sources.Skip(given.shuffle), .. sources.Take(given.shuffle).Reverse()]);
            var same = JsonSerializer.Serialize(one) == JsonSerializer.Serialize(other);
            return same && one.Parts.SelectMany(part => part.Quotes).All(quote =>
                sources.Any(source => source.Name == quote.Source
                    && Sentences.Fold(source.Text).Contains(quote.Text, StringComparison.Ordinal)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_duplicated_source_never_turns_insufficient_into_supported() => Prop.ForAll(
        Arb.From(from claim in Texts from texts in Texts.ArrayOf(3) from which in Gen.Choose(0, 2) select (claim, texts, which)),
        given =>
        {
            var sources = given.texts.Select((text, index) => new FactSource($"s{index}", $"r{index}", text)).ToArray();
            var copy = sources[given.which] with { Name = "copy", Root = "elsewhere" };
            return FactCheckTests.Judge(given.claim, sources).Verdict != FactVerdict.Insufficient
                || FactCheckTests.Judge(given.claim, [.. sources, copy]).Verdict != FactVerdict.Supported;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_changed_number_never_stays_supported() => Prop.ForAll(
        Arb.From(
            from number in Gen.Choose(0, 100_000)
            from other in Gen.Choose(0, 100_000)
            from unit in Gen.Elements("jobs", "ms", "%", "USD", "KiB", "")
            select (number, other, unit)),
        given =>
        {
            var sources = new FactSource[]
            {
                new("a", "a", $"Since spring the northern queue takes {given.number:N0} {given.unit} each time."),
                new("b", "b", $"Of all queues that were ever built, the northern queue takes {given.number} {given.unit}."),
            };
            FactCheckTests.Judge($"The northern queue takes {given.number} {given.unit}.", sources).Verdict.ShouldBe(FactVerdict.Supported);
            var changed = FactCheckTests.Judge($"The northern queue takes {given.other} {given.unit}.", sources);
            return given.number == given.other || changed.Verdict == FactVerdict.Contradicted;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_judged_and_a_very_long_one_within_bounds()
    {
        var random = new Random(5);
        for (var round = 0; round < 100; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(200)).Select(_ => (char)random.Next(1, 0x2fff)));
            FactCheckTests.Judge(text, [new("a", "a", text), new("b", "b", text + " and more is 5")]).ShouldNotBeNull();
        }

        foreach (var piece in Pieces.Where(piece => piece.Trim().Length > 0))
        {
            var text = string.Concat(Enumerable.Repeat(piece, 40_000 / piece.Length));
            FactCheckTests.Judge(text[..4000], [new("a", "a", text), new("b", "b", "x " + text)]).ShouldNotBeNull();
        }
    }
}
