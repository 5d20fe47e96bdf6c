using Tako.Arms.Judging.Facts;

namespace Tako.Tests.Arms.Facts;

public sealed class FactCheckTests
{
    private const string Released = "Version 2.0 was released on 2 Jan 2026 and has 1,000 rules.";

    private static readonly FactSource[] Two =
    [
        new("notes.md", "notes", "# Notes\n\nMuch was mended this winter. Version 2.0 was released on January 2nd, 2026 and has 1k rules."),
        new("site", "host", "What is new?\nAt last, version 2.0 was released on 2026-01-02 (a Friday).\n* Version 2.0 has 1000 rules."),
    ];

    [Fact]
    public void A_claim_that_two_independent_sources_hold_is_supported_with_their_exact_words()
    {
        var finding = Judge(Released, Two);

        finding.Verdict.ShouldBe(FactVerdict.Supported, Reasons(finding));
        finding.Parts.Select(part => part.Text).ShouldBe(["Version 2.0 was released on 2 Jan 2026", "Version 2.0 has 1,000 rules."]);
        finding.Parts[1].Quotes.ShouldContain(new FactQuote("site", "Version 2.0 has 1000 rules."));
    }

    [Fact]
    public void One_source_is_not_enough_and_its_copy_and_its_neighbour_of_the_same_root_add_nothing()
    {
        FactSource[] sources =
        [
            Two[0], Two[0] with { Name = "copy.md", Root = "elsewhere", Text = Two[0].Text + "\n\nCopied." },
            new("notes.md", "notes", "Version 2.0 was released on 2 January 2026. Version 2.0 has 1000 rules."),
        ];

        var finding = Judge(Released, sources);

        finding.Verdict.ShouldBe(FactVerdict.Insufficient);
        Reasons(finding).ShouldContain("1 of 2 independent sources say so.");
        Judge(Released, sources, new FactOptions { Sources = 1 }).Verdict.ShouldBe(FactVerdict.Supported);
    }

    [Theory]
    [InlineData("The cache holds 8 slots.", "The cache holds 16 slots.", "says 16 slots, not 8 slots")]
    [InlineData("The cache holds 8 slots.", "The cache does not hold 8 slots.", "says that it is not so")]
    [InlineData("The cache isn't shared between tasks.", "The cache is shared between tasks.", "says that it is so")]
    [InlineData("The retry limit is 5 s.", "The retry limit is 5 min.", "says 300 s, not 5 s")]
    [InlineData("The plan costs $5 a month.", "The plan costs 7 USD a month.", "says 7 USD, not 5 USD")]
    [InlineData("The fee share is 5 %.", "The fee share is 6 per cent.", "says 6 %, not 5 %")]
    [InlineData("The parser was written in 2024.", "The parser was written in May 2023.", "says 2023-05, not 2024")]
    [InlineData("The queue takes at most 5 jobs.", "The queue takes at most 8 jobs.", "says at most 8 jobs, not at most 5 jobs")]
    [InlineData("The office opens at 9:00 daily.", "The office opens at 10:30 daily.", "says 10:30, not 9:00")]
    public void A_source_that_says_otherwise_contradicts(string claim, string said, string why)
    {
        var finding = Judge(claim, [.. Two, new FactSource("other.md", "other", said)]);

        finding.Verdict.ShouldBe(FactVerdict.Contradicted, Reasons(finding));
        Reasons(finding).ShouldContain("other.md " + why);
    }

    [Theory]
    [InlineData("The queue takes about 100 jobs.", "The queue takes 97 jobs.")]
    [InlineData("The queue takes 5 to 10 jobs.", "The queue takes between five and ten jobs.")]
    [InlineData("The queue takes 5–10 ms.", "The queue takes 0.005 to 0.01 seconds.")]
    [InlineData("The queue takes at least 5 jobs.", "The queue takes no fewer than 5 jobs.")]
    [InlineData("The queue takes three jobs.", "The queue takes 3 jobs.")]
    [InlineData("The queue takes 90 min.", "The queue takes 1 h 30 min.")]
    [InlineData("The queue loses 5 % of jobs.", "The queue loses 0.05 of jobs.")]
    [InlineData("The queue costs €1.5 million.", "The queue costs 1,500,000 euros.")]
    [InlineData("The queue was made on 02.01.2026.", "The queue was made on Jan. 2, 2026.")]
    [InlineData("The queue was made in January 2026.", "The queue was made on 2026-01-02T10:00:00Z.")]
    [InlineData("The queue has no lock.", "The queue has no lock.")]
    [InlineData("The queue keeps 2 KiB.", "The queue keeps 2048 bytes.")]
    public void Values_agree_by_their_type_however_they_are_written(string claim, string said)
    {
        var finding = Judge(claim, [new("a", "a", said)], new FactOptions { Sources = 1 });

        finding.Verdict.ShouldBe(FactVerdict.Supported, Reasons(finding));
    }

    [Theory]
    [InlineData("The queue takes 5 jobs.", "The queue may take 5 jobs.")]
    [InlineData("The queue takes 5 jobs.", "Does the queue take 5 jobs?")]
    [InlineData("The queue takes 5 jobs.", "If the queue takes 5 jobs, it is full.")]
    [InlineData("The queue takes 5 jobs.", "The queue takes many jobs.")]
    [InlineData("The queue takes 5 jobs.", "The queue takes 5 jobs or 8 jobs.")]
    [InlineData("The queue takes 5 jobs.", "It is not true that the queue takes 5 jobs and the pool has 4.")]
    [InlineData("The queue takes 100 jobs.", "The queue takes about 100 jobs.")]
    [InlineData("The client calls the server.", "The server calls the client.")]
    [InlineData("The queue was made on 3 April 2026.", "The queue was made on 3/4/2026.")]
    [InlineData("Version 2.0 has 5 jobs.", "Version 3.0 has 6 jobs.")]
    [InlineData("The limit is 5.", "The limit of uploads is 8.")]
    [InlineData("", "The queue takes 5 jobs.")]
    [InlineData("It is 5.", "It is 5.")]
    public void What_settles_nothing_is_insufficient(string claim, string said)
    {
        var finding = Judge(claim, [new("a", "a", said)], new FactOptions { Sources = 1 });

        finding.Verdict.ShouldBe(FactVerdict.Insufficient, Reasons(finding));
        Reasons(finding).ShouldNotBeEmpty();
    }

    [Fact]
    public void A_quote_that_does_not_stand_in_its_source_costs_the_claim_that_source()
    {
        var claim = new FactClaim("Version 2.0 has 1000 rules.") { Quotes = [new FactQuote("site", "has a thousand rules")] };
        var right = claim with { Quotes = [new FactQuote("site", "version 2.0 was  released\non 2026-01-02")] };

        FactCheck.Judge([claim], Two)[0].Verdict.ShouldBe(FactVerdict.Insufficient);
        Reasons(FactCheck.Judge([claim], Two)[0]).ShouldContain("does not have the words that are quoted from it");
        FactCheck.Judge([right], Two)[0].Verdict.ShouldBe(FactVerdict.Supported);
    }

    [Fact]
    public void More_than_can_be_checked_is_insufficient_and_says_so()
    {
        var many = string.Join(' ', Enumerable.Range(0, 40).Select(number => $"The queue {number}x takes jobs."));

        Reasons(Judge(many, Two)).ShouldContain("split it");
        Reasons(Judge(new string('a', 5000), Two)).ShouldContain("say less at once");
        FactCheck.Judge([.. Enumerable.Repeat(new FactClaim("Version 2.0 has 1000 rules."), 65)], Two)
            .Select(finding => finding.Verdict == FactVerdict.Supported)
            .ShouldBe([.. Enumerable.Repeat(true, 64), false]);
    }

    internal static FactFinding Judge(string claim, FactSource[] sources, FactOptions? options = null) =>
        FactCheck.Judge([new FactClaim(claim)], sources, options)[0];

    internal static string Reasons(FactFinding finding) => string.Join('\n', finding.Parts.SelectMany(part => part.Reasons));
}
