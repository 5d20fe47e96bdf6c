using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tako.Core.Labels;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Literals;
using Tako.Reflexes.Secrets;

namespace Tako.Reflexes.Tests.Secrets;

public sealed class SecretTextScannerTests
{
    private static readonly SecretTextScanner Scanner = new();
    private static readonly LiteralAutomaton Literals = new(Scanner.Literals);

    private static IReadOnlyList<Finding> Scan(string text, SecretTextScanner? scanner = null)
    {
        var hits = new HitBuffer();
        Literals.Find(text, hits);
        var found = new FindingList();
        (scanner ?? Scanner).Scan(new ScanText(text, hits.All, default!), found);
        return [.. found.All];
    }

    [Fact]
    public void It_finds_what_the_scanner_alone_finds_with_a_reason_in_place_of_the_id()
    {
        foreach (var row in SecretScannerTests.Keys)
        {
            var text = $"say {row.Data.Item2}, please";
            var alone = new SecretScanner().Scan(text);
            Scan(text).Select(found => (found.Start, found.Length, found.Kind)).ShouldBe(
                alone.Select(found => (found.Start, found.Length, found.Kind.Replace('-', '_'))));
            Scan(text).ShouldAllBe(found => found.Family == FindingFamily.Secret && found.Score > 0.8);
        }
    }

    [Fact]
    public void A_right_checksum_is_surer_than_a_format()
    {
        // The published way: the last six letters are the CRC-32 of those between, in base 62.
        const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        var body = SecretScannerTests.Made(30);
        var crc = uint.MaxValue;
        foreach (var letter in body)
        {
            crc ^= letter;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        crc = ~crc;
        var check = "";
        for (var place = 0; place < 6; place++, crc /= 62)
            check = Base62[(int)(crc % 62)] + check;
        var right = Scan("ghp_" + body + check).ShouldHaveSingleItem().Score;
        right.ShouldBeGreaterThan(Scan("ghp_" + body + SecretScannerTests.Made(6, seed: 9)).ShouldHaveSingleItem().Score);
        Scan("npm_" + body + check).ShouldHaveSingleItem().Score.ShouldBe(right);
    }

    [Fact]
    public void What_is_settled_does_not_change_whatever_follows()
    {
        var cases = from pieces in Gen.Elements(SecretWatchTests.Pieces).ListOf(8)
                    from cut in Gen.Choose(0, 4000)
                    select (Text: string.Concat(pieces), Cut: cut);
        Prop.ForAll(cases.ToArbitrary(), run =>
        {
            var part = run.Text[..Math.Min(run.Text.Length, run.Cut)];
            var settled = Scanner.Settled(part);
            var before = Scan(part).Where(found => found.End <= settled).ToList();
            var whole = Scan(run.Text);
            return before.SequenceEqual(whole.Where(found => found.Start < settled)) ? true
                : throw new InvalidOperationException(
                    $"{part}|{run.Text[part.Length..]}\nsettled {settled}\n{string.Join(' ', before)}\n{string.Join(' ', whole)}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));
    }

    [Fact]
    public void A_text_without_candidates_takes_no_memory()
    {
        var text = string.Concat(Enumerable.Repeat("The token expired, so the key of the table was set by the password reset. ", 40));
        Scan(text).ShouldBeEmpty();
        var hits = new HitBuffer();
        Literals.Find(text, hits);
        var found = new FindingList();
        for (var warm = 0; warm < 3; warm++)
            Scanner.Scan(new ScanText(text, hits.All, default!), found);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Scanner.Scan(new ScanText(text, hits.All, default!), found);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void What_a_user_allows_is_passed_over()
    {
        var key = "ghp_" + SecretScannerTests.Made(36);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        foreach (var options in new SecretsOptions[]
        {
            new() { Allowed = [key] }, new() { Allowed = ["ghp_*"] }, new() { Allowed = [$"*{key[10..20]}*"] },
            new() { Allowed = ["?hp_" + key[4..^3] + "*"] }, new() { AllowedHashes = [hash] },
        })
        {
            Scan($"a {key} b", new SecretTextScanner(options)).ShouldBeEmpty();
            new SecretScanner(options: options).Scan($"a {key} b").ShouldBeEmpty();
        }

        new SecretScanner(options: new SecretsOptions { Allowed = ["ghp_?", "gho_*"] }).Scan(key).ShouldHaveSingleItem();
        new SecretScanner([key], new SecretsOptions { Allowed = ["ghp_*"] }).Scan(key).ShouldHaveSingleItem().Kind.ShouldBe("known");
        Should.Throw<ArgumentException>(() => new SecretScanner(options: new SecretsOptions { Allowed = ["**"] }))
            .Message.ShouldContain("every value");
        Should.Throw<ArgumentException>(() => new SecretScanner(options: new SecretsOptions { AllowedHashes = ["ab12"] }))
            .Message.ShouldContain("64 hexadecimal");
    }
}
