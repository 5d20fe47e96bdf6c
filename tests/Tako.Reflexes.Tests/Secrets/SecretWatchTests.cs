using FsCheck;
using FsCheck.Fluent;
using Tako.Reflexes.Chat;
using Tako.Reflexes.Secrets;

namespace Tako.Reflexes.Tests.Secrets;

public class SecretWatchTests
{
    private static readonly SecretScanner Scanner = new(["open \"sesame\" now", "plainvalue1"]);

    internal static readonly string[] Pieces =
    [
        "plain words ", "a\nb ", "\"quoted\" ", "open \"sesame\" now", "open \"sesame\" never", "plainvalue1", "aws_secret_access_key = ",
        SecretScannerTests.Made(40), " ", "\n", "x", "ghp_" + SecretScannerTests.Made(36), SecretScannerTests.Jwt(),
        SecretScannerTests.PrivateKey(),
        SecretScannerTests.PrivateKey("EC ")[..90], "-----BEGIN CERTIFICATE-----", "-----END RSA PRIVATE KEY-----", "-----",
        "https://u:" + SecretScannerTests.Made(12) + "@h.test/ ", "sk-" + SecretScannerTests.Made(48), ".", "=",
        "api_key: ", "DB_PASSWORD=", "\"clientSecret\": \"", "datadog ", "--token ", "Bearer ",
        "xK4" + SecretScannerTests.Made(9) + "#8", "'", ";", "\\n", "%3D",
        "hvs." + SecretScannerTests.Made(90), "ya29." + SecretScannerTests.Made(700), "pypi-AgE" + SecretScannerTests.Made(300, seed: 5),
        "AAAA", "/",
        SecretScannerTests.Made(14) + ".atlasv1." + SecretScannerTests.Made(65, seed: 6),
        SecretScannerTests.Made(32, "0123456789abcdef") + "-us12",
        Encoded("a ghp_" + SecretScannerTests.Made(36) + " b"), Encoded(Encoded("password = \"kV4" + SecretScannerTests.Made(10) + "\"")),
        Encoded(SecretScannerTests.PrivateKey()),
        Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes("glpat-" + SecretScannerTests.Made(20))),
        Encoded("plain words that hold nothing at all, said twice and again, so that it is long"), SecretScannerTests.Made(300, seed: 12),
        SecretScannerTests.PrivateKey("PGP ").Replace("KEY-", "KEY BLOCK-", StringComparison.Ordinal),
        "Private-Lines: 2\n" + SecretScannerTests.Made(64) + "\n",
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n" + SecretScannerTests.Made(64) + "\n", "https://user:", "@",
        "mysql -u root -p", "curl -u a:",
    ];

    private static string Encoded(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));

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
        released.ShouldBe(100_000 - 256);
    }

    [Fact]
    public void At_most_256_letters_are_held_back_where_nothing_is_a_secret()
    {
        var texts = Gen.Elements("-----BEGIN PUBLIC KEY-----\n",
            "-----BEGIN RSA PRIVATE ", "Private-Lines: 2", "a word ", "eyJ", "://", "password=",
            new string('k', 90),
            "x.y/z-", Convert.ToBase64String(new byte[200]), "\n", "-----").ListOf(20).Select(string.Concat);
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var watch = new SecretsReflex(new SecretScanner()).Watch();
            var held = 0;
            foreach (var chunk in text.Chunk(7))
            {
                held += chunk.Length - watch.Next(new string(chunk)).Text.Length;
                if (held > 256 && new SecretScanner().Scan(text).Count == 0)
                    return false;
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void A_long_secret_comes_out_as_one_reference_and_what_follows_at_once()
    {
        var watch = new SecretsReflex(new SecretScanner()).Watch();
        var text = SecretScannerTests.Jwt() + SecretScannerTests.Made(3000);
        var released = string.Concat(text.Chunk(50).Select(chunk => watch.Next(new string(chunk)).Text));
        released.ShouldBe("");
        watch.Next(" and more ").Text.ShouldBe("[secret:jwt] and more ");
    }
}
