using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Tako.Core.Labels;
using Tako.Eval.Reflex.Pseudonyms;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Pseudonyms;
using Tako.Reflexes.Redaction;

namespace Tako.Reflexes.Tests.Pseudonyms;

public sealed class PseudonymRestorerTests
{
    private static readonly string[] Pieces =
    [
        "PII_P_", "pii_", "P", "p\\u0069", "\\u0050", "\\", "\\\\", "\\\\\\", "%5", "%5F", "_", " ", "\n", "u0050",
        "II", "Ｐ", "7F3K2QXA", "é", "\uD83D", "{\"", "\"", "'s ",
    ];

    private static readonly Arbitrary<NonNull<string>> Texts = ArbMap.Default.ArbFor<NonNull<string>>();
    private readonly PseudonymVault _vault = Vaults.New();

    [Fact]
    public void A_text_comes_back_exactly() => Prop.ForAll(Texts, ArbMap.Default.ArbFor<int[]>(), static (made, cuts) =>
    {
        var text = made.Get;
        var findings = Findings(text, cuts);
        using var vault = Vaults.New();
        var hidden = new Pseudonymiser(vault).Replace(text, findings, static _ => Confidentiality.Confidential);
        vault.Restore(hidden.Text).Text.ShouldBe(text);
        Array.Reverse(findings);
        new Pseudonymiser(vault).Replace(text, findings, static _ => Confidentiality.Confidential).Text.ShouldBe(hidden.Text);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Tokens_are_not_hidden_once_more()
    {
        var once = _vault.Hide("Ada met Grace.", ("Ada", "person"), ("Grace", "person"));
        var all = new[] { new Finding(0, once.Length, FindingFamily.Personal, "person", 1) };
        var parts = once.Split(' ').Select(word => new Finding(once.IndexOf(word, StringComparison.Ordinal), word.Length,
            FindingFamily.Personal, "organisation", 1)).ToArray();
        var twice = new Pseudonymiser(_vault).Replace(once, [.. all, .. parts], static _ => Confidentiality.Confidential).Text;
        twice.ShouldStartWith(once[..15]);
        twice.ShouldContain(once[^16..]);
        _vault.Restore(twice).Text.ShouldBe("Ada met Grace.");
        Finding[] names = [new(0, 15, FindingFamily.Personal, "person", 1), new(3, 5, FindingFamily.Personal, "phone", 1)];
        new Pseudonymiser(_vault).Replace(once, names, static _ => Confidentiality.Confidential).Text.ShouldBe(once);
    }

    public static TheoryData<string> Mutations => [.. TokenMutations.All.Select(static mutation => mutation.Name)];

    [Theory]
    [MemberData(nameof(Mutations))]
    public void A_token_comes_back_after(string mutation)
    {
        var make = TokenMutations.All.Single(entry => entry.Name == mutation).Make;
        var random = new Random(3);
        for (var round = 0; round < 100; round++)
        {
            var value = $"Ada \"the {round}th\"";
            var mutated = make(_vault.Token(value), random);
            _vault.Restore($"Dear {mutated}").Text.ShouldBe($"Dear {mutated.Before}{value}{mutated.After}");
        }
    }

    [Fact]
    public void Damaged_tokens_stay_as_they_are_and_are_counted()
    {
        var random = new Random(4);
        foreach (var (name, damage) in TokenMutations.Damages)
        {
            for (var round = 0; round < 100; round++)
            {
                var text = $"Dear {damage(_vault.Token($"Name {round}"), random)} there";
                var restored = _vault.Restore(text);
                restored.Text.ShouldBe(text, name);
                restored.Counts.Restored.ShouldBe(0, name);
                if (name is "one symbol wrong" or "neighbours exchanged")
                    restored.Counts.Damaged.ShouldBe(1, text);
            }
        }

        _vault.Restore($"cut {_vault.Token("Ada")[..^1]}").Counts.Damaged.ShouldBe(1);
    }

    [Fact]
    public void Prose_about_pii_is_no_token() => _vault.Restore(
        "PII policies cover PII, pii_person and PIIs. Pip said: PII P olicies. PII_P is a prefix.").Counts.ShouldBe(default);

    [Fact]
    public void Any_split_of_a_stream_gives_the_whole() => Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), numbers =>
    {
        var (text, token) = (new StringBuilder(), _vault.Token("Ada \"L\""));
        foreach (var number in numbers)
        {
            var kind = (uint)number % 30;
            text.Append(kind < Pieces.Length ? Pieces[kind] : TokenMutations.All[(int)((uint)number / 30 % TokenMutations.All.Count)]
                .Make(token, new Random(number)).ToString());
        }

        var whole = text.ToString();
        foreach (var json in new[] { false, true })
        {
            var one = _restorer.OpenStream(json);
            var expected = one.Push(whole) + one.Finish();
            if (!json)
                expected.ShouldBe(_vault.Restore(whole).Text);
            foreach (var step in new[] { 1, 2, 3, 7, 40 })
            {
                var (stream, into) = (_restorer.OpenStream(json), new StringBuilder());
                for (var at = 0; at < whole.Length; at += step)
                {
                    into.Append(stream.Push(whole.Substring(at, Math.Min(step, whole.Length - at))));
                    stream.Held.ShouldBeLessThanOrEqualTo(RestoringStream.MaxHeld);
                }

                into.Append(stream.Finish()).ToString().ShouldBe(expected);
                stream.Counts.ShouldBe(one.Counts);
            }
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_part_without_a_candidate_is_handed_on_at_once()
    {
        var stream = _restorer.OpenStream();
        var part = "nothing of the sort here, Ann. ";
        stream.Push(part).ShouldBeSameAs(part);
        stream.Push("A nap").ShouldBe("A na");
        stream.Push(" in the sun").ShouldBe("p in the sun");
        stream.Finish().ShouldBe("");
    }

    [Theory]
    [InlineData("a\"b\\c\nd\te")]
    [InlineData("Zoë 李 😀")]
    [InlineData("</script>&")]
    public void Arguments_stay_valid_json_and_hold_the_value(string value)
    {
        var token = _vault.Token(value, "address");
        var inner = JsonSerializer.Serialize(new { to = token, list = new[] { token } });
        var deeper = JsonSerializer.Serialize(new { inner });
        var json = JsonSerializer.Serialize(new { note = $"for {token}'s file", content = inner, deep = deeper });
        var restored = _restorer.RestoreJson(json);
        restored.Counts.ShouldBe(new RestoreCounts(5, 0, 0, 0));
        using var document = JsonDocument.Parse(restored.Text);
        document.RootElement.GetProperty("note").GetString().ShouldBe($"for {value}'s file");
        using var content = JsonDocument.Parse(document.RootElement.GetProperty("content").GetString()!);
        content.RootElement.GetProperty("to").GetString().ShouldBe(value);
        using var deep = JsonDocument.Parse(document.RootElement.GetProperty("deep").GetString()!);
        using var deepest = JsonDocument.Parse(deep.RootElement.GetProperty("inner").GetString()!);
        deepest.RootElement.GetProperty("list")[0].GetString().ShouldBe(value);
    }

    [Fact]
    public void What_is_no_token_stays_to_the_character_in_json()
    {
        var json = "{ \"a\" : 1.0e5 , \"b\\u00e9\" : \"x\\/y\" , \"to\":\"" + _vault.Token("Ada") + "\" } trailing \"cut P";
        _restorer.RestoreJson(json).Text.ShouldBe("{ \"a\" : 1.0e5 , \"b\\u00e9\" : \"x\\/y\" , \"to\":\"Ada\" } trailing \"cut P");
    }

    [Fact]
    public void Long_lines_of_beginnings_take_linear_time_and_change_nothing()
    {
        foreach (var piece in Pieces)
        {
            var text = string.Concat(Enumerable.Repeat(piece, 50_000));
            _vault.Restore(text).Text.ShouldBe(text);
            _restorer.RestoreJson(text).Text.ShouldBe(text);
        }
    }

    private readonly PseudonymRestorer _restorer;

    public PseudonymRestorerTests() => _restorer = new PseudonymRestorer(_vault, Confidentiality.Secret);

    private static Finding[] Findings(string text, int[] cuts)
    {
        string[] kinds = ["person", "email", "phone"];
        return [.. cuts.Select(cut => (uint)cut).Select(cut => new Finding((int)(cut % (text.Length + 2)) - 1, (int)(cut / 64 % 9),
            FindingFamily.Personal, kinds[cut % 3], 1))];
    }
}
