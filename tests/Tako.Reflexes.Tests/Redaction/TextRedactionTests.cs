using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Redaction;
using Tako.Reflexes.Tests.Pseudonyms;

namespace Tako.Reflexes.Tests.Redaction;

public class TextRedactionTests
{
    private static readonly Replacement Mask = new Replacement.Mask();
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("0123456789abcdef");

    [Theory]
    [InlineData("4242 4242 4242 4242", "**** **** **** 4242")]
    [InlineData("078-05-1120", "***-**-1120")]
    [InlineData("abcd", "**cd")]
    [InlineData("a", "*")]
    [InlineData("--", "--")]
    public void A_partial_value_keeps_its_last_four(string value, string partial) =>
        Apply(value, new Replacement.Partial(), (value, "x")).ShouldBe(partial);

    [Fact]
    public void A_mask_names_the_kind_and_a_removal_nothing()
    {
        Apply("call Ada now", Mask, ("Ada", "person")).ShouldBe("call [person] now");
        Apply("call Ada now", new Replacement.Remove(), ("Ada", "person")).ShouldBe("call  now");
    }

    [Fact]
    public void A_hash_is_the_same_for_the_same_value_under_one_key()
    {
        var (one, other) = (new Replacement.KeyedHash(Key), new Replacement.KeyedHash(Vaults.Master));
        Apply("Ada", one, ("Ada", "person")).ShouldBe(Apply("Ada", one, ("Ada", "person")));
        Apply("Ada", one, ("Ada", "person")).ShouldNotBe(Apply("Ada", other, ("Ada", "person")));
        Apply("Ada", one, ("Ada", "person")).ShouldMatch(@"^\[person:[0-9a-f]{12}\]$");
        Should.Throw<ArgumentException>(() => new Replacement.KeyedHash(new byte[15])).Message.ShouldContain("16 bytes");
    }

    [Fact]
    public void What_sticks_out_of_the_longer_finding_goes_too() =>
        Apply("12 High Road, London, UK!", Mask, ("12 High Road, London", "address"), ("London, UK", "location"))
            .ShouldBe("[address], [location]!");

    [Fact]
    public void Where_findings_overlap_the_one_that_hides_more_wins()
    {
        var text = "see https://ada:pw@example.org/x";
        var findings = Vaults.Find(text, ("https://ada:pw@example.org/x", "url"), ("pw", "password"));
        TextRedaction.Apply(text, findings, static finding => finding.Kind == "url" ? new Replacement.Partial() : new Replacement.Remove())
            .Text.ShouldNotContain("pw");
    }

    [Fact]
    public void A_text_without_findings_to_act_on_is_the_same_text()
    {
        var text = "nothing";
        TextRedaction.Apply(text, [], static _ => Mask).Text.ShouldBeSameAs(text);
        TextRedaction.Apply(text, [new Finding(0, 3, FindingFamily.Personal, "person", 1)], static _ => null).Text.ShouldBeSameAs(text);
    }

    [Fact]
    public void Nothing_of_a_finding_is_left_and_all_else_is() => Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), cuts =>
    {
        var text = string.Concat(Enumerable.Range(0, 60).Select(static number => (char)('a' + (number % 26))));
        var findings = cuts.Select(cut => (uint)cut).Select(cut => new Finding((int)(cut % 64), (int)(cut / 64 % 20),
            FindingFamily.Personal, "k", 1)).ToArray();
        var redacted = TextRedaction.Apply(text, findings, static _ => new Replacement.Remove());
        var kept = string.Concat(text.Where((_, at) => !findings.Any(finding => finding.Start <= at && at < finding.End)));
        redacted.Text.ShouldBe(kept);
        for (var at = 0; at < text.Length; at++)
        {
            if (findings.Any(finding => finding.Start <= at && at < finding.End))
                continue;
            redacted.Text[redacted.Map.ToResult(at)].ShouldBe(text[at]);
            redacted.Map.ToOriginal(redacted.Map.ToResult(at)).ShouldBe(at);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Many_overlapping_findings_take_no_square_of_time()
    {
        var text = new string('a', 100_000);
        var findings = Enumerable.Range(0, 100_000).Select(at => new Finding(at, 1000, FindingFamily.Personal, $"k{at % 7}", 1)).ToArray();
        TextRedaction.Apply(text, findings, static _ => Mask).Text.ShouldNotContain("aa");
    }

    private static string Apply(string text, Replacement how, params (string, string)[] values) =>
        TextRedaction.Apply(text, Vaults.Find(text, values), _ => how).Text;
}
