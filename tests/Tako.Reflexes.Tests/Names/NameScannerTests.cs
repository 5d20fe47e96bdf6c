using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tako.Core.Labels;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Names;

namespace Tako.Reflexes.Tests.Names;

public class NameScannerTests
{
    private static readonly Label User = new(Integrity.User, Confidentiality.Internal, []);

    private static readonly NameScanner Scanner = new(NameModel.Shipped());

    private static readonly string[] Pieces =
    [
        "Dear Dr. Ingrid Halvorsen,\n\n", "please call me back on 555-014-7733. ", 
        "The house at 12 Elm Street, Springfield, IL 62704 was sold. ",
        "i met anna kowalska in lisbon ", "and then we went home because it was late ", "\n\n", " ", ", ", 
        "Müller, Jörg; Tanaka, Yuki; ", "1234 5678 ",
        "nothing of importance was said about the weather. ", "x", "'s ", "Hauptstraße 5\n10115 Berlin\n", "@",
        "https://example.org/a?b=c ", "(", "😀",
        "Anna Berg, Tom Ray, Li Wei, Omar Haddad, Eva Novák, Ravi Kumar, Jean Dupont, Mary O'Neill, Hans Fischer, ",
        "        \t            ", ".",
    ];

    internal static List<Finding> Find(NameScanner scanner, string text)
    {
        var found = new FindingList();
        scanner.Scan(new(text, [], User), found);
        return [.. found.All];
    }

    [Theory]
    [InlineData("Yesterday I met Dr. Ayşe Yılmaz at the station.", "Yılmaz")]
    [InlineData("Name: Müller, Jörg", "Müller")]
    [InlineData("Dear Mrs. Thompson,\n\nthank you for your letter.", "Thompson")]
    [InlineData("Best regards,\nKatarzyna Wiśniewska", "Katarzyna Wiśniewska")]
    [InlineData("From: Rahul Mehta <rahul@example.com>", "Rahul Mehta")]
    [InlineData("can you tell maria gonzalez that i am late", "maria gonzalez")]
    [InlineData("\"Wait,\" said Birgit, \"he is behind you.\"", "Birgit")]
    public void A_person_is_found_in_many_kinds_of_writing(string text, string name)
    {
        var start = text.IndexOf(name, StringComparison.Ordinal);

        Find(Scanner, text).ShouldContain(found => found.Kind == "person" && found.Start <= start + 1 && found.End >= start + name.Length);
    }

    [Theory]
    [InlineData(
        "Please send the parcel to 48 Willow Road, Apt. 3, Springfield, OR 97477 before noon.",
        "48 Willow Road, Apt. 3, Springfield, OR 97477")]
    [InlineData("Ship to:\nLindenstraße 14\n50674 Köln\nGermany", "Lindenstraße 14\n50674 Köln\nGermany")]
    [InlineData("my address is 48 willow road, springfield 97477", "48 willow road, springfield 97477")]
    public void An_address_is_found_whole_over_its_lines(string text, string address)
    {
        var start = text.IndexOf(address, StringComparison.Ordinal);

        Find(Scanner, text).ShouldContain(found => found.Kind == "address" && found.Start == start && found.Length == address.Length);
    }

    [Fact]
    public void Only_wanted_kinds_are_found()
    {
        const string text = "My name is Carlos Herrera and I live in Lisbon.";

        Find(new(NameModel.Shipped(), ["place"]), text).ShouldAllBe(found => found.Kind == "place");
        Should.Throw<ArgumentException>(() => new NameScanner(NameModel.Shipped(), ["shoe_size"])).Message.ShouldContain("shoe_size");
    }

    [Fact]
    public void A_text_without_names_takes_no_memory()
    {
        var text = string.Concat(Enumerable.Repeat("We went home because there was no time for another game. ", 40));
        var found = new FindingList();
        Scanner.Scan(new(text, [], User), found);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Scanner.Scan(new(text, [], User), found);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        found.Count.ShouldBe(0);
    }

    [Fact]
    public void What_is_settled_stays_and_what_follows_is_found_from_there()
    {
        var cases = from pieces in Gen.Elements(Pieces).ListOf(14)
                    from cut in Gen.Choose(0, 900)
                    select (Text: string.Concat(pieces), Cut: cut);
        Prop.ForAll(cases.ToArbitrary(), run =>
        {
            var cut = Math.Min(run.Cut, run.Text.Length);
            var settled = Scanner.Settled(run.Text.AsSpan(0, cut));
            var whole = Find(Scanner, run.Text);
            var before = Find(Scanner, run.Text[..cut]).Where(found => found.End <= settled);
            var from = Math.Max(0, settled - Scanner.Reach);
            var after = Find(Scanner, run.Text[from..])
                .Select(found => found with { Start = found.Start + from })
                .Where(found => found.Start >= settled);

            settled.ShouldBeInRange(Math.Max(0, cut - TextScanner.MaxReach), cut);
            before.ShouldBe(whole.Where(found => found.End <= settled));
            after.ShouldBe(whole.Where(found => found.End > settled));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_letters_are_read_without_harm()
    {
        var cases = Gen.Choose(0, 0xFFFF).ListOf(400).Select(codes => string.Concat(
            codes.Select(code => (char)(code % 3 == 0 ? code : code % 127))));
        Prop.ForAll(cases.ToArbitrary(), text =>
        {
            foreach (var found in Find(Scanner, text))
            {
                found.Length.ShouldBePositive();
                found.Start.ShouldBeInRange(0, text.Length - found.Length);
                found.Score.ShouldBeInRange(0, 1);
            }

            Scanner.Settled(text).ShouldBeInRange(0, text.Length);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("Anna ")]
    [InlineData("a")]
    [InlineData("12 Elm Street, ")]
    [InlineData("a.b@")]
    [InlineData("\n")]
    public void Long_repetitions_are_cut(string piece)
    {
        var text = new StringBuilder().Insert(0, piece, 20_000).ToString();

        Find(Scanner, text).ShouldAllBe(found => found.Length <= TextScanner.MaxReach);
    }
}
