using Tako.Reflexes.Secrets;
using Tako.Reflexes.Secrets.Kinds;

namespace Tako.Reflexes.Tests.Secrets;

public sealed class SecretKindTableTests
{
    private static readonly SecretScanner Scanner = new();

    /// <summary>A value of a shape, each run of the least length that its kind can be told by.</summary>
    internal static string Made(SecretShape shape, int seed)
    {
        var random = new Random(seed);
        return string.Concat(shape.Parts.Select(part => part.Literal.Length > 0
            ? part.Literal
            : SecretScannerTests.Made(Math.Max(part.Least, part.Most < 255 ? (part.Least + part.Most) / 2 : part.Least + 10),
                SecretShape.Classes["omBqpuwb".Contains(part.Class) ? 'a' : part.Class], random.Next())));
    }

    [Fact]
    public void There_are_at_least_150_kinds_and_each_is_named_once()
    {
        SecretScanner.Kinds.Count.ShouldBeGreaterThanOrEqualTo(150);
        SecretScanner.Kinds.Distinct().Count().ShouldBe(SecretScanner.Kinds.Count);
    }

    [Fact]
    public void Every_shape_of_a_kind_is_found_by_its_own_letters_or_under_its_providers_name()
    {
        foreach (var kind in SecretKindTable.BuiltIn)
        {
            foreach (var shape in kind.Shapes)
            {
                var found = Enumerable.Range(1, 10).Count(seed => Scanner.Scan(kind.Form == SecretForm.Name
                    ? $"{kind.Names[0].Trim('_', '-')}_secret_key = \"{Made(shape, seed)}\""
                    : $"{kind.Context.FirstOrDefault()} {Made(shape, seed)}\n").Count > 0);
                found.ShouldBeGreaterThanOrEqualTo(8, $"{kind.Id}: {shape.Source}");
            }
        }
    }

    [Theory]
    [InlineData("a-key | A | prefix", "3 columns")]
    [InlineData("A Key | A | prefix | ab_ a{20} |", "lower case letters, digits and dashes")]
    [InlineData("a-key | | prefix | ab_ a{20} |", "the provider is missing")]
    [InlineData("a-key | A | regex | ab_ a{20} |", "prefix, name or code")]
    [InlineData("a-key | A | prefix | a{20} |", "no literal of two letters")]
    [InlineData("a-key | A | prefix | ab_ z{20} |", "names no class of letters")]
    [InlineData("a-key | A | prefix | ab_ a{many} |", "how many letters; write a{36}")]
    [InlineData("a-key | A | prefix | ab_ a{30,20} |", "how many letters; write a{36}")]
    [InlineData("a-key | A | prefix | ; |", "a shape is empty")]
    [InlineData("a-key | A | name | a{20} |", "told by a name and has none")]
    [InlineData("a-key | A | code | magic |", "there is no matcher 'magic'")]
    [InlineData("a-key | A | prefix | ab_ a{20} | entropy=much", "'entropy=much' is no condition")]
    [InlineData("a-key | A | prefix | ab_ a{20} | check=luhn", "'check=luhn' is no condition")]
    [InlineData("a-key | A | prefix | ab_ a{20} | context=a", "add within=64")]
    [InlineData("a-key | A | prefix | ab_ a{20} | within=9000", "'within=9000' is no condition")]
    public void A_wrong_entry_is_named_with_its_line_and_the_way_out(string entry, string said)
    {
        var wrong = Should.Throw<InvalidDataException>(() => SecretKindTable.Parse("# kinds\n" + entry + "\n"));
        wrong.Message.ShouldContain("line 2");
        wrong.Message.ShouldContain(said);
    }

    [Fact]
    public void An_id_stands_once() => Should.Throw<InvalidDataException>(() =>
        SecretKindTable.Parse("a | A | prefix | ab_ a{20} |\na | A | prefix | ac_ a{20} |"))
            .Message.ShouldContain("line 2 (a): 'a' stands here a second time");

    [Fact]
    public void Context_and_stop_words_decide_on_a_kind_that_asks_for_them()
    {
        var engine = new Tako.Reflexes.Secrets.Matching.SecretEngine(SecretKindTable.Parse(
            "a-key | A | prefix | ab_ a{20} | entropy=2 context=acme within=32 stop=fake"));
        int Count(string text)
        {
            var pass = engine.Rent();
            engine.Scan(text, pass);
            var count = pass.Count;
            engine.Return(pass);
            return count;
        }

        Count("acme: ab_" + SecretScannerTests.Made(20)).ShouldBe(1);
        Count("other: ab_" + SecretScannerTests.Made(20)).ShouldBe(0);
        Count("acme" + new string(' ', 40) + "ab_" + SecretScannerTests.Made(20)).ShouldBe(0);
        Count("acme: ab_" + SecretScannerTests.Made(16) + "fake").ShouldBe(0);
    }
}
