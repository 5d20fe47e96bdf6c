using System.Text;
using Tako.Core.Labels;
using Tako.Reflexes.Pseudonyms;

namespace Tako.Reflexes.Tests.Pseudonyms;

public class PseudonymVaultTests
{
    [Fact]
    public void A_token_has_one_length_a_kind_and_a_check_character()
    {
        using var vault = Vaults.New();
        var token = vault.Token("ada@example.org", "email");
        token.Length.ShouldBe(PseudonymToken.Length);
        token.ShouldStartWith("PII_E_");
        PseudonymToken.TryParse(token, out var parsed).ShouldBeTrue();
        parsed.ToString().ShouldBe(token);
        PseudonymToken.TryParse(token.ToLowerInvariant(), out _).ShouldBeFalse();
        PseudonymToken.TryParse(null, out _).ShouldBeFalse();
    }

    [Fact]
    public void Any_one_wrong_symbol_and_any_exchange_of_neighbours_is_noticed()
    {
        const string alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        using var vault = Vaults.New();
        foreach (var value in new[] { "Ada", "Grace", "Ivan" })
        {
            var token = vault.Token(value);
            for (var at = 6; at < token.Length; at++)
            {
                foreach (var letter in alphabet.Where(letter => letter != token[at]))
                    PseudonymToken.TryParse(token[..at] + letter + token[(at + 1)..], out _).ShouldBeFalse();
                if (at + 1 < token.Length && token[at] != token[at + 1])
                    PseudonymToken.TryParse($"{token[..at]}{token[at + 1]}{token[at]}{token[(at + 2)..]}", out _).ShouldBeFalse();
            }
        }
    }

    [Fact]
    public void A_value_has_one_token_in_its_session_and_another_elsewhere()
    {
        using var vault = Vaults.New();
        using var again = Vaults.New();
        using var session = Vaults.New("s-2");
        using var tenant = Vaults.New(tenant: "other");
        var token = vault.Token("Ada Lovelace");
        vault.Token("Ada Lovelace").ShouldBe(token);
        again.Token("Ada Lovelace").ShouldBe(token);
        session.Token("Ada Lovelace").ShouldNotBe(token);
        tenant.Token("Ada Lovelace").ShouldNotBe(token);
        vault.Token("Ada Lovelace", "organisation").ShouldNotBe(token);
    }

    [Fact]
    public void Names_of_tenant_and_session_do_not_run_into_each_other()
    {
        using var one = Vaults.New("b/c", "a");
        using var other = Vaults.New("c", "a/b");
        one.StoreName.ShouldNotBe(other.StoreName);
        one.Token("Ada").ShouldNotBe(other.Token("Ada"));
    }

    [Theory]
    [InlineData("person", "Ada Lovelace", "ADA  lovelace")]
    [InlineData("phone_number", "+44 20 7946 0000", "+442079460000")]
    public void Forms_of_a_value_share_all_but_the_last_symbols_and_come_back_as_they_were(string kind, string one, string other)
    {
        using var vault = Vaults.New();
        var (first, second) = (vault.Token(one, kind), vault.Token(other, kind));
        second.ShouldNotBe(first);
        second[..13].ShouldBe(first[..13]);
        vault.Restore($"{first} {second}").Text.ShouldBe($"{one} {other}");
    }

    [Fact]
    public void Values_that_fall_on_one_code_get_different_tokens()
    {
        // Eight codes for eighty names: the last symbol and then further digests tell them apart.
        using var vault = new PseudonymVault(Vaults.Master, "acme", "s-1", new SetTime(), null, bits: 8);
        var names = Enumerable.Range(0, 80).Select(number => $"Name {number}").ToList();
        var tokens = names.ConvertAll(name => vault.Token(name));
        tokens.Distinct().Count().ShouldBe(names.Count);
        vault.Restore(string.Join(", ", tokens)).Text.ShouldBe(string.Join(", ", names));
    }

    [Fact]
    public void What_nobody_used_for_its_life_is_forgotten()
    {
        var time = new SetTime();
        using var vault = Vaults.New(time: time, options: new PseudonymOptions { Life = TimeSpan.FromHours(1) });
        var (ada, ivan) = (vault.Token("Ada"), vault.Token("Ivan"));
        time.Now += TimeSpan.FromMinutes(50);
        vault.Restore(ada).Text.ShouldBe("Ada");
        time.Now += TimeSpan.FromMinutes(50);
        var restored = vault.Restore($"{ada} {ivan}");
        restored.Text.ShouldBe($"Ada {ivan}");
        restored.Counts.Unknown.ShouldBe(1);
        vault.Token("Ivan").ShouldBe(ivan);
    }

    [Fact]
    public void A_full_vault_masks_until_something_has_ended()
    {
        var time = new SetTime();
        using var vault = Vaults.New(time: time, options: new PseudonymOptions { MaxValues = 2, MaxLength = 20 });
        vault.Hide("Ada and Grace", ("Ada", "person"), ("Grace", "person")).ShouldNotContain("[");
        vault.Hide("Ivan", ("Ivan", "person")).ShouldBe("[person]");
        vault.Count.ShouldBe(2);
        time.Now += TimeSpan.FromDays(2);
        vault.Hide("Ivan", ("Ivan", "person")).ShouldStartWith("PII_P_");
        vault.Hide(new string('x', 21), "person", Confidentiality.Confidential).ShouldBeNull();
    }

    [Fact]
    public void An_export_opens_with_the_same_key_tenant_and_session_alone_and_shows_no_value()
    {
        using var vault = Vaults.New();
        var token = vault.Token("Ada Lovelace");
        var exported = vault.Export();
        foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode })
            exported.AsSpan().IndexOf(encoding.GetBytes("Lovelace")).ShouldBe(-1);
        using var again = Vaults.New();
        again.Import(exported).ShouldBeTrue();
        again.Restore(token).Text.ShouldBe("Ada Lovelace");
        using var session = Vaults.New("s-2");
        session.Import(exported).ShouldBeFalse();
        using var tenant = Vaults.New(tenant: "other");
        tenant.Import(exported).ShouldBeFalse();
        using var key = new PseudonymVault(new byte[32], "acme", "s-1", new SetTime());
        key.Import(exported).ShouldBeFalse();
        for (var at = 0; at < exported.Length; at++)
        {
            var damaged = exported.ToArray();
            damaged[at] ^= 1;
            using var wrong = Vaults.New();
            wrong.Import(damaged).ShouldBeFalse();
            wrong.Count.ShouldBe(0);
        }
    }

    [Fact]
    public void A_value_is_shown_only_to_who_may_see_it()
    {
        using var vault = Vaults.New();
        var token = vault.Token("Ada", level: Confidentiality.Confidential);
        var inside = new PseudonymRestorer(vault, Confidentiality.Internal).Restore($"Dear {token}");
        inside.Text.ShouldBe($"Dear {token}");
        inside.Counts.ShouldBe(new RestoreCounts(0, 0, 0, 1));
        new PseudonymRestorer(vault, Confidentiality.Confidential).Restore(token).Text.ShouldBe("Ada");
        vault.Token("Ada", level: Confidentiality.Secret).ShouldBe(token);
        new PseudonymRestorer(vault, Confidentiality.Confidential).Restore(token).Text.ShouldBe(token);
    }

    [Fact]
    public void A_key_that_is_too_short_is_refused_with_its_length() => Should.Throw<ArgumentException>(
        () => new PseudonymVault(new byte[31], "acme", "s-1", new SetTime())).Message.ShouldContain("32 bytes");

    [Fact]
    public void Sixty_four_sessions_at_once_with_the_same_values_never_mix()
    {
        var vaults = Enumerable.Range(0, 64).Select(number => Vaults.New($"s-{number}", $"t-{number % 4}")).ToList();
        var tokens = new string[64][];
        var names = Enumerable.Range(0, 50).Select(static value => $"Name {value}").ToList();
        Parallel.For(0, 64, session => tokens[session] = [.. names.Select(name => vaults[session].Token(name))]);
        Parallel.For(0, 64, session =>
        {
            for (var other = 0; other < 64; other++)
            {
                var counts = vaults[session].Restore(string.Join(' ', tokens[other])).Counts;
                counts.ShouldBe(other == session ? new RestoreCounts(50, 0, 0, 0) : new RestoreCounts(0, 50, 0, 0));
            }
        });
    }

    [Fact]
    public void One_vault_in_many_hands_gives_each_value_one_token()
    {
        using var vault = Vaults.New();
        var given = new string[8][];
        Parallel.For(0, 8, hand => given[hand] = [.. Enumerable.Range(0, 200).Select(value => vault.Token($"Name {value}"))]);
        given.ShouldAllBe(tokens => tokens.SequenceEqual(given[0]));
        vault.Count.ShouldBe(200);
    }
}
