using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Tako.Core.Redaction;

namespace Tako.Core.Tests.Redaction;

public sealed class RedactorTests
{
    private const string Canary = "sk-Canary+8/\"q\\ü&=42";
    private static readonly Redactor _redactor = new([new Secret("OPENAI_API_KEY", Canary)]);

    public static TheoryData<string, string> Spellings => new()
    {
        { "plain", Canary },
        { "JSON", JsonSerializer.Serialize(Canary) },
        { "relaxed JSON", JsonSerializer.Serialize(Canary, Relaxed) },
        { "JSON in JSON", JsonSerializer.Serialize(JsonSerializer.Serialize(Canary)) },
        { "relaxed JSON in JSON", JsonSerializer.Serialize(JsonSerializer.Serialize(Canary, Relaxed), Relaxed) },
        { "JSON thrice", JsonSerializer.Serialize(JsonSerializer.Serialize(JsonSerializer.Serialize(Canary))) },
        { "JSON with slashes", JsonSerializer.Serialize(Canary, Relaxed).Replace("/", "\\/") },
        { "URL", "https://host/?key=" + Uri.EscapeDataString(Canary) },
        { "URL in lower case", "https://host/?key=" +
            Uri.EscapeDataString(Canary).Replace("%2B", "%2b").Replace("%2F", "%2f")
            .Replace("%5C", "%5c").Replace("%C3%BC", "%c3%bc").Replace("%3D", "%3d") },
        { "form", WebUtility.UrlEncode(Canary) },
        { "base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary)) },
        { "base64 behind one", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("u" + Canary)) },
        { "base64 behind two", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("u:" + Canary + "tail")) },
        { "base64 behind three", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("me:" + Canary + "x")) },
        { "base64 for URLs", Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary)).Replace('+', '-').Replace('/', '_')
            .TrimEnd('=') },
        { "hex", Convert.ToHexString(Encoding.UTF8.GetBytes(Canary)) },
        { "lower hex", Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Canary)) },
    };

    private static JsonSerializerOptions Relaxed { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [MemberData(nameof(Spellings))]
    public void A_secret_is_found_in_any_usual_spelling(string spelling, string written)
    {
        var clean = _redactor.Redact($"before {written} after");
        clean.ShouldContain("[secret:OPENAI_API_KEY]", customMessage: spelling);
        clean.ShouldStartWith("before ");
        clean.ShouldEndWith(" after");
        clean.ShouldNotContain("anary");
        Encoding.UTF8.GetString(_redactor.Redact(Encoding.UTF8.GetBytes($"before {written} after"))
            .Span).ShouldBe(clean);
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public void JSON_stays_JSON(string spelling, string written)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["text"] = $"x{written}x",
            [$"key {written}"] = new object[] { 1, 2.50, true, null!, written },
        });
        var clean = _redactor.Redact((ReadOnlyMemory<byte>)body);
        using var json = JsonDocument.Parse(clean);
        json.RootElement.GetProperty("text").GetString().ShouldNotBeNull().ShouldContain("[secret:OPENAI_API_KEY]",
            customMessage: spelling);
        json.RootElement.GetRawText().ShouldContain("2.5");
        Encoding.UTF8.GetString(clean.Span).ShouldNotContain("anary");
    }

    [Fact]
    public void Any_escaping_of_single_characters_is_seen_through()
    {
        var escaped = string.Concat(Canary.Select((c, i) => i % 2 == 0 ? $"\\u{(int)c:x4}"
            : JsonEncodedText.Encode(c.ToString()).ToString()));
        var clean = _redactor.Redact((ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($$"""{"text":"{{escaped}}"}"""));
        Encoding.UTF8.GetString(clean.Span).ShouldBe("""{"text":"[secret:OPENAI_API_KEY]"}""");
    }

    [Fact]
    public void A_secret_of_digits_becomes_a_string()
    {
        var redactor = new Redactor([new Secret("PIN_TOKEN", "1234567890")]);
        var clean = redactor.Redact((ReadOnlyMemory<byte>)"""{"n":1234567890,"m":[1]}"""u8.ToArray());
        Encoding.UTF8.GetString(clean.Span).ShouldBe("""{"n":"[secret:PIN_TOKEN]","m":[1]}""");
    }

    [Fact]
    public void Clean_text_is_the_same_instance()
    {
        const string text = "nothing here";
        _redactor.Redact(text).ShouldBeSameAs(text);
        ReadOnlyMemory<byte> body = """{"text":"a\nb"}"""u8.ToArray();
        _redactor.Redact(body).ShouldBe(body);
        Redactor.None.Redact(body).ShouldBe(body);
    }

    [Fact]
    public void Overlapping_secrets_go_together()
    {
        var redactor = new Redactor([new Secret("A", "abcdefgh"), new Secret("B", "efghijkl"),
            new Secret("C", "abcdefghi")]);
        redactor.Redact("xabcdefghijklx").ShouldBe("x[secret:C]x");
        redactor.Redact("abcdefghabcdefgh").ShouldBe("[secret:A][secret:A]");
    }

    [Fact]
    public void Short_values_are_not_taken_for_secrets() =>
        new Redactor([new Secret("A_KEY", "ollama"),
            new Secret("B_KEY", "")]).Redact("ollama runs").ShouldBe("ollama runs");

    [Fact]
    public void Each_line_of_a_private_key_is_secret()
    {
        var redactor = new Redactor([new Secret("SSH_PRIVATE_KEY",
            "-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END KEY-----\n")]);
        redactor.Redact("MIIEvQIBADANBgkq and hkiG9w0BAQEFAASC").ShouldBe("[secret:SSH_PRIVATE_KEY] and [secret:SSH_PRIVATE_KEY]");
    }

    [Fact]
    public void Variables_whose_names_tell_of_a_secret_are_known()
    {
        var redactor = Redactor.From([new Secret("models.fast.key", "configured-1")], new Dictionary<string, string>
        {
            ["GITHUB_TOKEN"] = "ghp_0123456789", ["db_password"] = "hunter2hunter2",
                ["AWS_SECRET_ACCESS_KEY"] = "wJalrXUtnFEMI",
            ["GOOGLE_CREDENTIALS"] = "{\"private\":1}", ["DATABASE_URL"] = "postgres://app:p4ssw0rd-long@db/x",
                ["HOME"] = "/home/someone",
            ["SSH_KEY_FILE"] = "/home/someone/.ssh/id", ["LANG"] = "en_US.UTF-8",
        });
        redactor.Redact("configured-1 ghp_0123456789 hunter2hunter2 wJalrXUtnFEMI p4ssw0rd-long /home/someone " +
            "/home/someone/.ssh/id en_US.UTF-8")
            .ShouldBe("[secret:models.fast.key] [secret:GITHUB_TOKEN] [secret:db_password] [secret:AWS_SECRET_ACCESS_KEY] " +
                "[secret:DATABASE_URL] /home/someone /home/someone/.ssh/id en_US.UTF-8");
    }

    [Fact]
    public void A_secret_does_not_print_itself() => new Secret("A_KEY", Canary).ToString().ShouldBe("[secret:A_KEY]");

    [Fact]
    public void No_mixture_of_text_and_secrets_lets_one_through()
    {
        string[] secrets = ["tok-abcabcabc", "abcabcabcd", "zz\"\\zz/zz+zz", "пароль-1234"];
        var redactor = new Redactor(secrets.Select((value, number) => new Secret($"S{number}", value)));
        var piece = Gen.OneOf(Gen.Elements(secrets),
            Gen.Elements("a", "abc", "tok-", "\\", "\"", "z", "п", " ", "é", "\n"));
        var law = Prop.ForAll(Gen.ListOf(piece).Select(string.Concat).ToArbitrary(), text =>
        {
            var clean = redactor.Redact(text);
            var json = Encoding.UTF8.GetString(
                redactor.Redact((ReadOnlyMemory<byte>)JsonSerializer.SerializeToUtf8Bytes(new[] { text })).Span);
            var back = JsonSerializer.Deserialize<string[]>(json)![0];
            return secrets.All(secret => !clean.Contains(secret, StringComparison.Ordinal)
                && !back.Contains(secret, StringComparison.Ordinal))
                && back == clean;
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), law);
    }

    [Fact]
    public void Bytes_that_are_not_JSON_or_not_even_text_are_searched_too()
    {
        var redactor = new Redactor([new Secret("T_KEY", "secret-bytes")]);
        byte[] body = [0xff, 0x5c, .. "secret-bytes"u8, 0xfe, 0x00];
        redactor.Redact((ReadOnlyMemory<byte>)body).ToArray().ShouldBe([0xff, 0x5c, .. "[secret:T_KEY]"u8, 0xfe, 0x00]);
    }
}
