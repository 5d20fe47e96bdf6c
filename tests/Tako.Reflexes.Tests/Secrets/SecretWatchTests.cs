using FsCheck;
using FsCheck.Fluent;
using Tako.Reflexes.Chat;
using Tako.Reflexes.Secrets;

namespace Tako.Reflexes.Tests.Secrets;

public class SecretWatchTests
{
    private static readonly SecretScanner Scanner = new(["open \"sesame\" now", "plainvalue1"]);

    private static readonly string[] Pieces =
    [
        "plain words ", "a\nb ", "\"quoted\" ", "open \"sesame\" now", "open \"sesame\" never", "plainvalue1", "aws_secret_access_key = ",
        SecretScannerTests.Made(40), " ", "\n", "x", "ghp_" + SecretScannerTests.Made(36), SecretScannerTests.Jwt(),
        SecretScannerTests.PrivateKey(),
        SecretScannerTests.PrivateKey("EC ")[..90], "-----BEGIN CERTIFICATE-----", "-----END RSA PRIVATE KEY-----", "-----",
        "https://u:" + SecretScannerTests.Made(12) + "@h.test/ ", "sk-" + SecretScannerTests.Made(48), ".", "=",
    ];

    private static string Run(ResponseWatch watch, IEnumerable<string> chunks) =>
        string.Concat(chunks.Select(chunk => watch.Next(chunk).Text)) + watch.End().Text;

    [Fact]
    public void However_an_answer_is_split_what_comes_out_is_the_same()
    {
        var cases = from pieces in Gen.Elements(Pieces).ListOf(8)
                    from cuts in Gen.Choose(1, 40).ListOf(200)
                    select (Text: string.Concat(pieces), Cuts: cuts);
        Prop.ForAll(cases.ToArbitrary(), run =>
        {
            var chunks = new List<string>();
            var at = 0;
            foreach (var cut in run.Cuts)
            {
                var length = Math.Min(cut, run.Text.Length - at);
                chunks.Add(run.Text.Substring(at, length));
                at += length;
            }

            chunks.Add(run.Text[at..]);
            var whole = Scanner.Redact(run.Text);
            var split = Run(new SecretsReflex(Scanner).Watch(), chunks);
            return split == whole ? true : throw new InvalidOperationException($"{run.Text}\n--- whole\n{whole}\n--- split\n{split}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void Ordinary_words_are_not_held_back()
    {
        var watch = new SecretsReflex(new SecretScanner()).Watch();
        watch.Next("Hello, ").Text.ShouldBe("Hello, ");
        watch.Next("wor").Text.ShouldBe("");
        watch.Next("ld. ").Text.ShouldBe("world. ");
        watch.End().Text.ShouldBe("");
    }

    [Fact]
    public void What_is_held_back_is_bounded()
    {
        var watch = new SecretsReflex(new SecretScanner()).Watch();
        var released = Enumerable.Range(0, 100).Sum(_ => watch.Next(new string('a', 1000)).Text.Length);
        released.ShouldBeGreaterThan(60_000);
    }
}
