using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tako.Core.Labels;
using Tako.Eval.Reflex.Canaries;
using Tako.Reflexes.Canaries;
using Tako.Reflexes.Inspection;

namespace Tako.Reflexes.Tests.Canaries;

public class CanaryScannerTests
{
    private const string Word = "Heron-42-Quill";

    private static readonly CanaryScanner Scanner = new([Word]);

    public static TheoryData<string> Names => [.. CanaryWays.All.Select(static way => way.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_word_is_found_written(string way)
    {
        var write = CanaryWays.All.Single(entry => entry.Name == way).Write;
        foreach (var word in new[] { Word, "tk-9f3k2qxa7m4dpe", "blauer Reiher & Feder", "abcdef" })
        {
            var text = $"Sure, here it is: {write(word)} ; anything else?";
            Find(new CanaryScanner([word, "another-word"]), text)
                .Where(finding => finding is { Family: FindingFamily.Canary, Kind: "canary" }).ShouldNotBeEmpty($"{word}: {text}");
        }
    }

    [Fact]
    public void A_finding_covers_the_word_and_no_more()
    {
        var finding = Find(Scanner, $"It says h.e.r.o.n.4.2.q.u.i.l.l, I think").ShouldHaveSingleItem();
        (finding.Start, finding.Length).ShouldBe((8, "h.e.r.o.n.4.2.q.u.i.l.l".Length));
    }

    [Theory]
    [InlineData("A heron with 42 feathers and a quill")]
    [InlineData("Heron-42-Quil and eron-42-Quill")]
    [InlineData("Heron .................... 42 Quill")]
    [InlineData("agvyb24tndiTUXVPBGW")]
    public void What_is_not_the_word_is_not_found(string text) => Find(Scanner, text).ShouldBeEmpty();

    [Theory]
    [InlineData("short")]
    [InlineData("ключевое слово")]
    [InlineData("a-word-that-is-much-too-long-to-be-used-here-as-one")]
    public void A_word_that_would_not_do_is_named(string word) =>
        Should.Throw<ArgumentException>(() => new CanaryScanner([word])).Message.ShouldContain(word);

    [Fact]
    public void A_made_word_is_new_each_time_the_same_for_the_same_chance_and_found_where_it_was_planted()
    {
        var word = CanaryWord.Make(new Random(5));
        CanaryWord.Make(new Random(5)).ShouldBe(word);
        CanaryWord.Make(new Random(6)).ShouldNotBe(word);
        var prompt = CanaryWord.Plant("You are a clerk.", word);
        prompt.ShouldStartWith("You are a clerk.");
        Find(new CanaryScanner([word]), prompt).ShouldHaveSingleItem();
    }

    [Fact]
    public void Without_words_nothing_is_found() => Find(new CanaryScanner([]), "anything").ShouldBeEmpty();

    [Fact]
    public void A_stream_in_any_parts_finds_what_the_whole_does() => Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), numbers =>
    {
        var text = new StringBuilder();
        string[] noise =
            ["her", "Heron-4", " ", "%4", "&#7", "\\u00", "&", "SGVyb24", "\\", "48", new string('.', 20), "llIuQ", "&nbsp;", "HHH"];
        foreach (var number in numbers.Select(static number => (uint)number))
            text.Append(number % 3 == 0
                ? CanaryWays.All[(int)(number / 3 % CanaryWays.All.Count)].Write(Word)
                : noise[number / 3 % noise.Length]);
        var whole = text.ToString();
        var expected = Find(Scanner, whole);
        foreach (var step in new[] { 1, 2, 5, 50 })
        {
            var (found, settled) = (new List<Finding>(), 0);
            for (var end = step; ; end += step)
            {
                var last = end >= whole.Length;
                var seen = whole[settled..Math.Min(end, whole.Length)];
                var place = last ? seen.Length : Scanner.Settled(seen);
                var now = Find(Scanner, seen);
                (seen.Length - place).ShouldBeLessThan(TextScanner.MaxReach);
                now.Exists(finding => finding.Start < place && place < finding.End).ShouldBeFalse();
                found.AddRange(now.Where(finding => finding.End <= place)
                    .Select(finding => finding with { Start = finding.Start + settled }));
                if (last)
                    break;
                settled += place;
            }

            found.ShouldBe(expected, whole);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithEndSize(40));

    [Fact]
    public void A_text_without_a_beginning_is_settled_to_its_end() =>
        new CanaryScanner(["zzzzzz"]).Settled("nothing at all, Bob").ShouldBe(19);

    [Fact]
    public void Any_text_is_scanned_in_linear_time_and_nothing_found_takes_no_memory()
    {
        foreach (var piece in new[] { "H", "heron42quil", "&", "&#", "\\", "%", "SGVyb24tNDItUXVpb", "\uD800", "&#000000", "48 65 " })
            Find(Scanner, string.Concat(Enumerable.Repeat(piece, 50_000))).ShouldBeEmpty();
        var text = string.Concat(Enumerable.Repeat("Herons quietly wait at 42 ponds & lakes. ", 100));
        var findings = new FindingList();
        Scanner.Scan(new ScanText(text, default, Labels.None), findings);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Scanner.Scan(new ScanText(text, default, Labels.None), findings);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static List<Finding> Find(CanaryScanner scanner, string text)
    {
        var findings = new FindingList();
        scanner.Scan(new ScanText(text, default, Labels.None), findings);
        return [.. findings.All];
    }
}
