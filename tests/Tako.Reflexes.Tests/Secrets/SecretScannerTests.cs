using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tako.Reflexes.Secrets;

namespace Tako.Reflexes.Tests.Secrets;

public class SecretScannerTests
{
    private readonly SecretScanner _scanner = new();

    /// <summary>Made at run time, so that no file holds anything that looks like a key.</summary>
    internal static string Made(
        int length, string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", int seed = 7)
    {
        var random = new Random(seed);
        return string.Concat(Enumerable.Range(0, length).Select(_ => alphabet[random.Next(alphabet.Length)]));
    }

    private static string Base64(string text) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    internal static string Jwt() => $"{Base64("""{"alg":"HS256","typ":"JWT"}""")}.{Base64("""{"sub":"12","name":"A"}""")}.{Made(43)}";

    internal static string PrivateKey(string name = "RSA ") =>
        $"-----BEGIN {name}PRIVATE KEY-----\n{Made(64)}\n{Made(64, seed: 8)}\n{Made(30, seed: 9)}==\n-----END {name}PRIVATE KEY-----";

    public static TheoryData<string, string> Keys => new()
    {
        { "aws-access-key", "AKIA" + Made(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") },
        { "github-token", "ghp_" + Made(36) },
        { "github-token", "github_pat_" + Made(22) + "_" + Made(59, seed: 3) },
        { "gitlab-token", "glpat-" + Made(20) },
        { "anthropic-key", "sk-ant-api03-" + Made(93) + "AA" },
        { "openai-key", "sk-" + Made(48) },
        { "openai-key", "sk-proj-" + Made(80) },
        { "openai-key", "sk-or-v1-" + Made(64, "0123456789abcdef") },
        { "stripe-key", "sk_live_" + Made(24) },
        { "slack-token", "xoxb-" + Made(12, "0123456789") + "-" + Made(13, "0123456789", 4) + "-" + Made(24) },
        { "slack-webhook", "hooks.slack.com/services/T" + Made(8) + "/B" + Made(10) + "/" + Made(24) },
        { "google-key", "AIza" + Made(35) },
        { "google-oauth", "GOCSPX-" + Made(28) },
        { "npm-token", "npm_" + Made(36) },
        { "huggingface-token", "hf_" + Made(34) },
        { "sendgrid-key", "SG." + Made(22) + "." + Made(43, seed: 5) },
        { "azure-storage-key", "AccountKey=" + Made(86) + "==" },
        { "jwt", Jwt() },
        { "private-key", PrivateKey() },
        { "private-key", PrivateKey("").Replace("\n", "\\n", StringComparison.Ordinal) },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_of_a_well_known_format_is_found_where_it_stands(string kind, string key)
    {
        foreach (var (before, after) in new[] { ("", ""), ("key = \"", "\";\n"), ("TOKEN=", "\nNEXT=1"),
            ("say ", ", please"), ("{\"k\":\"", "\"}") })
        {
            var found = _scanner.Scan(before + key + after).ShouldHaveSingleItem();
            found.ShouldBe(new SecretFinding(before.Length, key.Length, kind));
            _scanner.Redact(before + key + after).ShouldBe($"{before}[secret:{kind}]{after}");
        }
    }

    [Fact]
    public void An_aws_secret_is_known_by_its_name_and_a_password_by_its_url()
    {
        var secret = Made(40, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
        _scanner.Redact($"aws_secret_access_key = {secret}\n").ShouldBe("aws_secret_access_key = [secret:aws-secret-key]\n");
        _scanner.Redact($"\"SecretAccessKey\": \"{secret}\"").ShouldBe("\"SecretAccessKey\": \"[secret:aws-secret-key]\"");
        _scanner.Redact($"postgres://app:{Made(14)}@db.test:5432/x").ShouldBe("postgres://app:[secret:url-password]@db.test:5432/x");
    }

    [Theory]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    [InlineData("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")]
    [InlineData("ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("sk-your-key-goes-here-and-nowhere-else-ok")]
    [InlineData("sk-circle-fade-dot-loading-spinner-element-12")]
    [InlineData("risk-assessment-for-the-whole-organisation-2024")]
    [InlineData("postgres://user:password@localhost/db")]
    [InlineData("https://user:${PASSWORD}@host/")]
    [InlineData("https://example.org:8080/@scope/package")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    [InlineData("text.Contains(\"-----BEGIN RSA PRIVATE KEY-----\") || text.Contains(\"-----END RSA PRIVATE KEY-----\")")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQm9ndXNDZXJ0aWZpY2F0ZTAKBggqhkjOPQQDAjAAMB4X\n-----END CERTIFICATE-----")]
    [InlineData("eyJ not a token")]
    [InlineData("ya29.short")]
    [InlineData("npm_config_registry")]
    [InlineData("hf_hub_download_with_a_rather_long_name_here")]
    [InlineData("xoxb-not-a-real-token-at-all-really")]
    [InlineData("sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==")]
    public void What_only_looks_like_a_secret_is_left_alone(string text) => _scanner.Scan(text).ShouldBeEmpty();

    [Fact]
    public void Hashes_ids_and_images_raise_no_alarm()
    {
        var random = new Random(11);
        var text = new StringBuilder();
        var bytes = new byte[3000];
        for (var round = 0; round < 150; round++)
        {
            random.NextBytes(bytes);
            text.Append(CultureInfo.InvariantCulture, $"commit {Convert.ToHexStringLower(bytes.AsSpan(0, 20))} " +
                $"sha256:{Convert.ToHexStringLower(bytes.AsSpan(20, 32))}\n")
                .Append(CultureInfo.InvariantCulture, $"id = \"{new Guid(bytes.AsSpan(60, 16))}\" " +
                    $"integrity=\"sha512-{Convert.ToBase64String(bytes.AsSpan(80, 64))}\"\n")
                .Append("<img src=\"data:image/png;base64,").Append(Convert.ToBase64String(bytes)).Append("\">\n")
                .Append("{\"jti\":\"").Append(Convert.ToHexString(bytes.AsSpan(0, 64))).Append("\"}\n");
        }

        _scanner.Scan(text.ToString()).ShouldBeEmpty();
    }

    [Fact]
    public void This_projects_own_sources_raise_no_alarm()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Directory.Packages.props")))
            root = Path.GetDirectoryName(root)!;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(root, "src"), "*.cs", SearchOption.AllDirectories))
        {
            var found = _scanner.Scan(File.ReadAllText(file));
            found.ShouldBeEmpty(file);
        }
    }

    [Fact]
    public void A_known_value_is_found_in_every_dress()
    {
        const string Secret = "p@ss \"w0rd\"/+ä";
        var scanner = new SecretScanner([Secret, "short"]);
        scanner.Redact($"x={Secret};").ShouldBe("x=[secret:known];");
        scanner.Redact($"u?p={Uri.EscapeDataString(Secret)}&").ShouldBe("u?p=[secret:known]&");
        scanner.Redact(System.Text.Json.JsonSerializer.Serialize(Secret)).ShouldBe("\"[secret:known]\"");
        scanner.Redact($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret))}")
            .ShouldNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret))[..12]);
        scanner.Redact("a short word").ShouldBe("a short word");
    }

    [Fact]
    public void Known_values_that_change_are_followed_and_overlaps_are_one_finding()
    {
        IReadOnlyList<string> known = [];
        var scanner = new SecretScanner(() => known);
        scanner.Scan("the-first-value").ShouldBeEmpty();
        known = ["first-value", "the-first"];
        scanner.Scan("the-first-value").ShouldHaveSingleItem().ShouldBe(new SecretFinding(0, 15, "known"));
        known = ["ghp_" + Made(36)];
        scanner.Scan(known[0]).ShouldHaveSingleItem().Kind.ShouldBe("known");
    }

    [Fact]
    public void Texts_made_to_be_slow_are_scanned_in_time()
    {
        var header = Base64("""{"alg":"HS256"}""");
        foreach (var piece in new[]
        {
            header + ".", "api_key=", "-----BEGIN RSA PRIVATE KEY-----\n",
            "-----BEGIN RSA PRIVATE KEY-----\n" + Made(50) + "\n", "://a:", "sk-",
            "Private-Lines: ", "a", "=", "\"",
            Convert.ToBase64String(Encoding.UTF8.GetBytes("password='aB3#")), "login password ", "-ya29." + Made(30),
            "'" + Made(40) + ".atlasv1.", "mysql -p", "0a",
        })
        {
            var text = string.Concat(Enumerable.Repeat(piece, 400_000 / piece.Length));
            _scanner.Scan(text).ShouldAllBe(found => found.End <= text.Length);
        }
    }

    [Fact]
    public void Any_text_can_be_scanned_and_findings_lie_inside_it_in_order()
    {
        var anchors = Keys.Select(row => row.Data.Item2)
            .Concat(["-----BEGIN", "eyJ", "://", "sk-", "@", ":", "-----END", "PRIVATE KEY-----",
                "secret_access_key="]).ToArray();
        var piece = Gen.OneOf(Gen.Elements(anchors), ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
            Gen.Elements(anchors).SelectMany(text => Gen.Choose(0, text.Length).Select(cut => text[..cut])));
        Prop.ForAll(piece.ListOf(6).Select(string.Concat).ToArbitrary(), text =>
        {
            var end = 0;
            foreach (var finding in _scanner.Scan(text))
            {
                if (finding.Start < end || finding.Length <= 0 || finding.End > text.Length)
                    return false;
                end = finding.End;
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }
}
