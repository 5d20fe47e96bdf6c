using System.Globalization;
using System.Text;
using Tako.Reflexes.Secrets;

namespace Tako.Reflexes.Tests.Secrets;

public sealed class NamedSecretsTests
{
    private static readonly SecretScanner Scanner = new();
    private static readonly string Token = SecretScannerTests.Made(32, "0123456789abcdef", 3);
    private static readonly string Password = "kV4" + SecretScannerTests.Made(9, seed: 4) + "#8";

    [Theory]
    [InlineData("api_key = \"{0}\"")]
    [InlineData("apiKey: '{0}',")]
    [InlineData("{{\"apiKey\":\"{0}\"}}")]
    [InlineData("{{\\\"apiKey\\\": \\\"{0}\\\"}}")]
    [InlineData("export API_KEY={0}\nnext")]
    [InlineData("API_KEY: {0}\n")]
    [InlineData("'client_secret' => '{0}',")]
    [InlineData("token := \"{0}\"")]
    [InlineData("api_key: str = \"{0}\"")]
    [InlineData("<apiKey>{0}</apiKey>")]
    [InlineData("<add key=\"ApiKey\" value=\"{0}\" />")]
    [InlineData("x-api-key: {0}")]
    [InlineData("Authorization: Bearer {0}")]
    [InlineData("Authorization: token {0}")]
    [InlineData("tool --token {0} --force")]
    [InlineData("tool --api-key={0}")]
    [InlineData("GET /v1?page=2&api_key={0}&sort=a")]
    [InlineData("api_key%3D{0}")]
    [InlineData("setApiKey(\"{0}\")")]
    [InlineData("headers.set(\"X-Api-Key\", \"{0}\")")]
    [InlineData("os.environ[\"SERVICE_TOKEN\"] = \"{0}\"")]
    [InlineData("the api key is {0}, keep it")]
    [InlineData("GH_PAT={0}")]
    [InlineData("ENV API_KEY {0}")]
    [InlineData("aws configure set aws_secret {0}")]
    public void A_token_is_told_by_its_name(string around) => Finds(around, Token);

    [Theory]
    [InlineData("password = \"{0}\"")]
    [InlineData("DB_PASS={0}\n")]
    [InlineData("Server=db;User Id=app;Password={0};Encrypt=true")]
    [InlineData("spring.datasource.password={0}")]
    [InlineData("{{\"password\":\"{0}\"}}")]
    [InlineData("mysqldump -u app -p{0} shop")]
    [InlineData("sshpass -p '{0}' ssh box")]
    [InlineData("curl -u svc:{0} https://api.test")]
    [InlineData("my password is {0}")]
    [InlineData("<password>{0}</password>")]
    [InlineData("machine git.test login ci password {0}")]
    public void A_password_is_told_by_its_name(string around) => Finds(around, Password);

    [Theory]
    [InlineData("api_key = \"your-api-key-here\"")]
    [InlineData("api_key = os.environ[\"API_KEY_2\"]")]
    [InlineData("API_KEY=${API_KEY_V2}")]
    [InlineData("password: {{ vault_db_password_2 }}")]
    [InlineData("password = request.form.password2")]
    [InlineData("token = nextToken2;")]
    [InlineData("token: string;")]
    [InlineData("password = \"Enter your password:\"")]
    [InlineData("\"tokens\": \"a1b2c3d4e5f6a7b8\"")]
    [InlineData("secretName: db-creds-4f2a9c1e")]
    [InlineData("password == \"q8Zr2Lw9Xk\"")]
    [InlineData("tokenCount = 12345678901234")]
    [InlineData("password=************")]
    [InlineData("key: q8Zr2Lw9XkT4mV7b")]
    [InlineData("public_key = \"q8Zr2Lw9XkT4mV7bq8Zr2Lw9XkT4mV7b\"")]
    [InlineData("primaryKey = \"q8Zr2Lw9XkT4mV7b\"")]
    [InlineData("passwordFile=/run/keys/db-4f2a9c1e")]
    [InlineData("private_key_path = \"/etc/ssl/q8Zr2Lw9Xk.pem\"")]
    [InlineData("docker run -p 8080:80 app")]
    [InlineData("mkdir -p a1b2c3/d4e5f6")]
    [InlineData("compass=N42W71x9")]
    [InlineData("csrfmiddlewaretoken=q8Zr2Lw9XkT4mV7bq8Zr2Lw9XkT4mV7b")]
    [InlineData("apiKey: 'pk_live_q8Zr2Lw9XkT4mV7bq8Zr2Lw9'")]
    [InlineData("STRIPE_PUBLISHABLE_KEY=q8Zr2Lw9XkT4mV7bq8Zr2Lw9XkT4mV7b")]
    [InlineData("the token was renewed at 12:00")]
    public void What_only_has_the_name_of_a_secret_is_left_alone(string text) => Scanner.Scan(text).ShouldBeEmpty();

    [Fact]
    public void A_provider_in_or_before_the_name_tells_the_kind()
    {
        Scanner.Scan($"DATADOG_API_KEY={Token}").ShouldHaveSingleItem().Kind.ShouldBe("datadog-key");
        Scanner.Scan($"mailjet:\n  api_key: {Token}\n").ShouldHaveSingleItem().Kind.ShouldBe("mailjet-key");
        Scanner.Scan($"api_key: {Token}\n").ShouldHaveSingleItem().ShouldBe(new SecretFinding(9, 32, "api-key") { Guessed = true });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Encoded_text_is_decoded_and_looked_through(int depth)
    {
        string[] secrets = ["ghp_" + SecretScannerTests.Made(36), $"db_password=\"{Password}\"", SecretScannerTests.PrivateKey()];
        foreach (var secret in secrets)
        {
            foreach (var before in new[] { "", "a", "ab", "abc" })
            {
                var (text, hex) = (before + " " + secret + " rest of it", before + " " + secret);
                for (var round = 0; round < depth; round++)
                {
                    text = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
                    hex = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(hex));
                }

                Scanner.Scan($"data: {text}\n").ShouldNotBeEmpty(before + secret);
                if (depth == 1)
                    Scanner.Scan($"data: {hex}\n").ShouldNotBeEmpty(before + secret);
            }
        }
    }

    [Fact]
    public void Of_encoded_text_the_letters_that_carry_the_secret_are_replaced()
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes("before it, ghp_" + SecretScannerTests.Made(36) + " and after it"));
        var redacted = Scanner.Redact(encoded);
        redacted.ShouldContain("[secret:github-token]");
        redacted.ShouldStartWith(encoded[..14]);
        redacted.ShouldEndWith(encoded[^12..]);
    }

    [Fact]
    public void A_user_and_password_of_a_header_are_decoded()
    {
        static string Header(string pair) => "Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair));
        Scanner.Scan(Header("svc:" + Password)).ShouldHaveSingleItem().Kind.ShouldBe("basic-auth");
        Scanner.Scan(Header("user:password")).ShouldBeEmpty();
    }

    [Fact]
    public void A_puttygen_key_loses_its_private_lines()
    {
        var key = $"Public-Lines: 1\nAAAA\nPrivate-Lines: 1\n{SecretScannerTests.Made(64)}\nPrivate-MAC: 1";
        Scanner.Redact(key).ShouldBe("Public-Lines: 1\nAAAA\n[secret:putty-key]-MAC: 1");
    }

    private static void Finds(string around, string secret)
    {
        var text = string.Format(CultureInfo.InvariantCulture, around, secret);
        var found = Scanner.Scan(text).ShouldHaveSingleItem();
        text.Substring(found.Start, found.Length).ShouldBe(secret, text);
        found.Guessed.ShouldBeTrue();
    }
}
