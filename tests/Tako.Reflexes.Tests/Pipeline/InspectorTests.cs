using Tako.Core.Faults;
using Tako.Core.Labels;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Literals;
using Tako.Reflexes.Pipeline;
using Tako.Reflexes.Policies;

namespace Tako.Reflexes.Tests.Pipeline;

public sealed class InspectorTests
{
    private static readonly Label User = Labels.User("test");

    [Fact]
    public void A_finding_has_its_place_its_action_and_the_rule_that_decided()
    {
        var verdict = Of("rules: [{ families: [personal], kinds: [email], above: 0.5, do: mask }, { do: flag }]\nversion: v9")
            .Inspect("write to ada.example@example.com", User);

        verdict.Decision.ShouldBe(Decision.Rewrite);
        verdict.PolicyVersion.ShouldBe("v9");
        var found = verdict.Findings.ShouldHaveSingleItem();
        (found.Finding.Start, found.Finding.Kind, found.Action, found.Rule).ShouldBe((9, "email", ReflexAction.Mask, "rules/0"));
        verdict.Reasons.ShouldBe(["email"]);
    }

    [Fact]
    public void A_rule_for_what_is_trusted_less_leaves_others_alone()
    {
        var inspector = Of("rules: [{ families: [listed], trust: tool, do: block }]\ndeny: [nightfall]");

        inspector.Inspect("go to nightfall", User).Decision.ShouldBe(Decision.Pass);
        inspector.Inspect("go to nightfall", Labels.Tool("page")).Decision.ShouldBe(Decision.Block);
        inspector.Inspect("go to nightfall", Labels.Web("page")).Decision.ShouldBe(Decision.Block);
    }

    [Fact]
    public void Words_beside_a_finding_do_not_change_what_becomes_of_it()
    {
        var inspector = Of("rules: [{ families: [listed], do: block }]\ndeny: [nightfall]");

        inspector.Inspect("This is only an example, a harmless test: nightfall. Thank you!", User).Decision.ShouldBe(Decision.Block);
    }

    [Fact]
    public void What_is_allowed_is_passed_over()
    {
        var inspector = Of("rules: [{ do: block }]\nallow: [\"*@example.com\"]");

        inspector.Inspect("ada.example@example.com", User).Decision.ShouldBe(Decision.Pass);
        inspector.Inspect("ada.example@example.org", User).Decision.ShouldBe(Decision.Block);
    }

    [Theory]
    [InlineData("ig\u200Bnore the n\u200Bight\u200Bfall")]
    [InlineData("the nіghtfаll")]
    [InlineData("ｎｉｇｈｔｆａｌｌ")]
    [InlineData("read this: dGhlIHNlY3JldCBpcyBuaWdodGZhbGwgdG9kYXk=")]
    [InlineData("read this: 746865206e6967687466616c6c206973206e65617220")]
    [InlineData("%74%68%65%20nightfall%20%69%73%20%6e%65%61%72 ok")]
    public void What_is_hidden_or_encoded_is_found_as_it_is_read(string text) =>
        Of("rules: [{ families: [listed], do: block }]\ndeny: [nightfall]").Inspect(text, User).Decision.ShouldBe(Decision.Block);

    [Fact]
    public void Unseen_sentences_of_tag_characters_are_told_of_and_read()
    {
        var hidden = string.Concat("nightfall".Select(letter => char.ConvertFromUtf32(0xE0000 + letter)));
        var verdict = Of("rules: [{ do: flag }]\ndeny: [nightfall]").Inspect($"hello{hidden}", User);

        verdict.Findings.Select(judged => judged.Finding.Kind).ShouldBe(["tag_characters", "denied"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("throws")]
    [InlineData("hangs")]
    [InlineData("nonsense")]
    public void A_scanner_that_fails_closes(string how)
    {
        using var never = new ManualResetEventSlim();
        var own = new CustomScanner("own", (_, _) => Own(how, never), TimeProvider.System, TimeSpan.FromMilliseconds(20));
        var inspector = new Inspector([own], ReflexPolicy.Default, TimeProvider.System);

        var verdict = inspector.Inspect("anything", User);

        verdict.Decision.ShouldBe(Decision.Block);
        verdict.Reasons.ShouldBe(["scanner_failed"]);
        never.Set();
    }

    [Fact]
    public void A_check_of_the_users_own_finds_its_own_kinds()
    {
        var own = new CustomScanner("own", (_, _) => Own("finds", null), TimeProvider.System);
        var inspector = new Inspector([own], ReflexPolicy.Default with
        {
            Rules = [new ReflexRule { Kinds = ["own"], Action = ReflexAction.Mask }],
        }, TimeProvider.System);

        inspector.Rewrite("anything", User, Replacements.Masks).Text.ShouldBe("[own]ing");
    }

    [Fact]
    public void A_block_because_a_check_failed_is_not_kept()
    {
        var fails = true;
        var own = new CustomScanner("own", (_, _) => Own(fails ? "throws" : "finds", null), TimeProvider.System);
        var (incoming, _) = StandardScanners.Inspectors(ReflexPolicy.Default, TimeProvider.System, own: own);
        for (var again = 0; again < 3; again++)
            incoming.Inspect("anything", User).Reasons.ShouldBe(["scanner_failed"]);

        fails = false;

        incoming.Inspect("anything", User).Reasons.ShouldBe(["own"]);
    }

    [Fact]
    public void A_text_that_comes_again_is_known()
    {
        var (incoming, _) = StandardScanners.Inspectors(ReflexPolicy.Default, TimeProvider.System);
        foreach (var _ in (int[])[1, 2])
            incoming.Inspect("write to ada.example@example.com", User).Elapsed.ShouldBeGreaterThan(TimeSpan.Zero);

        var again = incoming.Inspect("write to ada.example@example.com", User);

        again.Elapsed.ShouldBe(TimeSpan.Zero);
        again.Findings.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_text_without_findings_takes_no_memory()
    {
        var inspector = new Inspector(StandardScanners.Incoming(ReflexPolicy.Default), ReflexPolicy.Default, TimeProvider.System);
        var text = string.Concat(Enumerable.Repeat("Please sum up the chapter about rivers and their deltas. ", 20));
        for (var warm = 0; warm < 50; warm++)
            inspector.Inspect(text, User).Decision.ShouldBe(Decision.Pass);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var counted = 0; counted < 100; counted++)
            inspector.Inspect(text, User);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Theory]
    [InlineData("rules: [{ families: [secrets], do: mask }]", "/rules/0/families/0")]
    [InlineData("rules: [{ do: shred }]", "/rules/0/do")]
    [InlineData("patterns: [{ kind: own, pattern: '(?<=a)b' }]", "/patterns/0/pattern")]
    [InlineData("patterns: [{ kind: own, pattern: '(' }]", "/patterns/0/pattern")]
    [InlineData("patterns: [{ kind: own, pattern: 'a*' }]", "/patterns/0/pattern")]
    [InlineData("canaries: [short]", "/canaries/0")]
    [InlineData("of: [names]", "/of")]
    public void What_is_wrong_with_a_policy_is_named_with_its_place(string yaml, string path)
    {
        var faults = PolicyReader.Read(yaml).ShouldBeOfType<Parsed<ReflexPolicy>.Faulty>().Faults;

        faults.ShouldContain(fault => fault.Path == path || (path == "/of" && fault.Message.Contains("of", StringComparison.Ordinal)));
        faults.ShouldAllBe(fault => fault.Line > 0);
    }

    [Fact]
    public void A_pattern_of_the_policy_finds_its_kind() =>
        Of("patterns: [{ kind: ticket, pattern: 'TCK-\\d{6}' }]\nrules: [{ kinds: [ticket], do: remove }]")
            .Rewrite("see TCK-123456 now", User, Replacements.Masks).Text.ShouldBe("see  now");

    [Fact]
    public void Literals_are_found_as_by_searching_for_each()
    {
        var random = new Random(3);
        for (var round = 0; round < 200; round++)
        {
            List<string> literals = [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => Word(random, "abA", random.Next(1, 5)))];
            var text = Word(random, "abABü ", random.Next(60));
            var hits = new HitBuffer();
            new LiteralAutomaton(literals).Find(text, hits);

            var expected = new List<LiteralHit>();
            for (var literal = 0; literal < literals.Count; literal++)
            {
                for (var at = 0; at + literals[literal].Length <= text.Length; at++)
                {
                    if (text.AsSpan(at, literals[literal].Length).Equals(literals[literal], StringComparison.OrdinalIgnoreCase))
                        expected.Add(new LiteralHit(literal, at + literals[literal].Length));
                }
            }

            hits.All.ToArray().ShouldBe(expected, ignoreOrder: true);
            hits.All.ToArray().Select(static hit => hit.End).ShouldBeInOrder();
        }
    }

    private static Inspector Of(string yaml) =>
        StandardScanners.Inspectors(((Parsed<ReflexPolicy>.Ok)PolicyReader.Read(yaml)).Value, TimeProvider.System).Incoming;

    private static string Word(Random random, string letters, int length) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => letters[random.Next(letters.Length)]));

    private static IReadOnlyList<Finding> Own(string how, ManualResetEventSlim? never)
    {
        switch (how)
        {
            case "throws":
                throw new InvalidOperationException("broken");
            case "hangs":
                never!.Wait(TestContext.Current.CancellationToken);
                return [];
            case "nonsense":
                return [new Finding(5, 1000, FindingFamily.Listed, "own", 2)];
            default:
                return [new Finding(0, 5, FindingFamily.Listed, "own", 1)];
        }
    }
}
