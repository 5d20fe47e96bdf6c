using System.Globalization;

namespace Tako.Eval.Reflex.Secrets;

/// <summary>Makes texts that look as if they held a secret and hold none.</summary>
internal static class SecretNearMisses
{
    private const string Hex = "0123456789abcdef";
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Base64 = Base62 + "+/";

    // Fixed lengths that providers publish: three letters less are none.
    private static readonly string[] Fixed =
        ["AKIA{32:13}", "AIza{64:31}", "dop_v1_{16:60}", "glptt-{16:37}", "shpat_{16:29}", "npm_{62:32}", "sbp_{16:36}", "squ_{16:37}",
        "lin_api_{62:36}",
        "ghp_{62:32}", "rubygems_{16:44}", "dapi{16:28}", "PMAK-{16:24}-{16:30}", "xkeysib-{16:60}-{62:16}", "SG.{62:10}.{62:12}",
        "hf_{62:30}",
        "sq0atp-{62:18}", "pul-{16:37}", "figd_{62:20}", "NRAK-{36U:24}", "dop_v1_{16:70}", "AIza{62:45}", "AKIA{32:20}",
        "shpat_{16:40}", "npm_{62:44}"];

    private static readonly string[] Neutral =
        ["see {0} in the list", "var name = \"{0}\";", "id: {0}", "// {0}", "{{\"name\": \"{0}\"}}", "12:00:01 INFO {0} done",
        "<p>{0}</p>"];

    private static readonly string[] Filling = ["your-key-goes-here-0000000000", new string('x', 40), "${TOKEN}"];

    // What stands in the place of a value. {0}: NAME, {1}: name, {2}: camelName.
    private static readonly string[] NoValue =
    [
        "{0}=your-api-key-here", "{0}=<your token>", "{0}=${{{0}}}", "{1}: ${{{0}}}", "{1}: xxxxxxxxxxxxxxxxxxxx", "\"{2}\": \"<{1}>\"",
        "{2} = os.environ[\"{0}\"]", "{2} = process.env.{0};", "var {2} = config[\"{1}\"];", "{2}: options.{2},", "{0}=changeme", "{0}=",
        "{1}: {{{{ vault_{1} }}}}", "{1}: !vault |", "const {2} = get{2}FromStore1();", "{2} = null;", "{2} = \"\";", "{1} = \"{1}\"",
        "--{1} <{1}>", "{1}: /run/secrets/{1}_2", "{1} = file(\"keys/{1}01.txt\")", "{0}=$(cat /run/{1})", "{2}: string;",
        "{2}?: string | undefined",
        "{1} = getpass.getpass(\"{2}: \")", "{2} = \"********************\"", "{0}=test-test-test-1234567890",
        "{1}: arn:aws:ssm:eu-west-1:123456789012:x",
        "if ({2} == null) throw new Error(\"no {2}\");", "{2} = req.headers[\"x-{1}\"];", "{1}: example-value-for-docs-1",
        "the {1} is required",
        "{0}=%{0}%", "{2} = settings.prod2.{2}Value", "Assert.Equal(\"{2}\", name);", "{0}=REPLACE_ME_WITH_42", "{1} = var.{1}_v2",
    ];

    private static readonly string[] Names =
        ["API_KEY", "DATADOG_API_KEY", "DB_PASSWORD", "CLIENT_SECRET", "AUTH_TOKEN", "STRIPE_SECRET_KEY", "GITHUB_TOKEN",
        "ADMIN_PASSWORD"];

    // Values with disorder that are no secrets, with the names they go by.
    private static readonly Func<SecretSeed, string>[] Harmless =
    [
        seed => $"commit {seed.Letters(Hex, 40)}\nAuthor: a", seed => $"request_id={SecretTemplate.Uuid(seed)} status=200",
        seed => $"\"integrity\": \"sha512-{seed.Letters(Base64, 86)}==\"", seed => $"h1:{seed.Letters(Base64, 43)}=",
        seed => $"<img src=\"data:image/png;base64,{Convert.ToBase64String(seed.Bytes(240))}\">",
        seed => $"a{{color:#{seed.Letters(Hex, 6)};background:#{seed.Letters(Hex, 3)}}}",
        seed => $"version = \"{seed.Below(20)}.{seed.Below(30)}.{seed.Below(9)}-rc.{seed.Below(9)}\"",
        seed => $"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA{seed.Letters(Base64, 44)} dev@box",
        seed => $"-----BEGIN PUBLIC KEY-----\n{Lines(seed)}\n-----END PUBLIC KEY-----",
        seed => $"-----BEGIN CERTIFICATE-----\n{Lines(seed)}\n-----END CERTIFICATE-----", seed => $"etag: \"{seed.Letters(Hex, 32)}\"",
        seed => $"sha256:{seed.Letters(Hex, 64)}", seed => $"public_key: {seed.Letters(Base64, 43)}=",
        seed => $"\"primaryKey\": \"{seed.Letters(Base62, 24)}\"",
        seed => $"cache_key = \"{seed.Letters(Hex, 32)}\"", seed => $"key: {seed.Letters(Base62, 22)}",
        seed => $"idempotency_key={SecretTemplate.Uuid(seed)}",
        seed => $"<script nonce=\"{seed.Letters(Base62, 22)}\">", seed => $"next_page_token: \"{seed.Letters(Base62, 30)}\"",
        seed => $"!function(e,t){{var n=e.{seed.Letters("abcdef", 2)};t.token=n.r,t.key=e[n.i]||\"a{seed.Below(99)}\"}}(this,0);",
        seed => $"token_count: {seed.Below(900000)} max_tokens=4096",
        seed => $"resolved \"https://registry.test/p/-/p-1.2.3.tgz#{seed.Letters(Hex, 40)}\"",
        seed => $"key_id = \"{seed.Letters(Base62, 20)}\"", seed => $"checksum = \"{seed.Letters(Hex, 64)}\"",
        seed => $"password_hash: {seed.Letters(Hex, 64)}",
        seed => $"build {seed.Letters(Hex, 7)} of branch feature-{seed.Below(9999)}-token-refresh",
        seed => $"object {seed.Letters(Hex, 24)} not found",
        seed => $"traceparent: 00-{seed.Letters(Hex, 32)}-{seed.Letters(Hex, 16)}-01",
        seed => $"partition_key = \"{seed.Letters(Base62, 20)}\"",
        seed => $"secret_name: projects/{seed.Below(99999)}/secrets/db-{seed.Letters(Hex, 6)}",
        seed => $"csrf_token: {seed.Letters(Base62, 32)}",
        seed => $"Password must have 8 to 64 characters; see https://help.test/p/{seed.Below(99999)}",
        seed => $"blob {seed.Letters(Base62, 60)}",
        seed => $"https://cdn.test/assets/app-{seed.Letters(Hex, 20)}.js", seed => $"Guid(\"{SecretTemplate.Uuid(seed)}\")",
        seed => $"user:pass@ is not for https://host.test:{seed.Below(9000) + 1000}/a@b",
        seed => $"eyJ{seed.Letters(Base62, 30)} is no token",
        seed => $"ssh_key_fingerprint: SHA256:{seed.Letters(Base64, 43)}", seed => $"author_name = key{seed.Below(99)}",
        seed => $"sort_key={seed.Letters(Base62, 26)}",
        seed => $"POST /auth/{SecretTemplate.Uuid(seed)}/token 204",
        seed => $"kms_key_arn: arn:aws:kms:eu-west-1:{seed.Below(99999999)}:key/{SecretTemplate.Uuid(seed)}",
        seed => $"secretKeyRef:\n  name: db-{seed.Letters(Hex, 8)}\n  key: password",
        seed => $"tokenizer: cl{seed.Below(999)}k_base_{seed.Letters(Hex, 6)}",
    ];

    public static IEnumerable<string> All(ulong seed)
    {
        var chance = new SecretSeed(seed ^ 0x5EED);
        var round = 0;
        foreach (var format in SecretTemplate.All.Where(static format => format.IsBare && format.Shape.IndexOf('{') > 0))
        {
            var prefix = format.Shape[..format.Shape.IndexOf('{')];
            if (prefix.Contains('/') || prefix.Length < 3)
                continue;
            yield return Around(prefix + chance.Letters(Base62, 8), round++);
            yield return Around(prefix + Filling[round % Filling.Length], round++);
            if (round % 2 == 0)
                yield return Around(prefix + string.Concat(Enumerable.Repeat(chance.Letters("abc", 3), 14)), round++);
        }

        foreach (var shape in Fixed)
            yield return Around(new SecretTemplate("", "", shape).Make(chance), round++);
        foreach (var text in NoValue)
        {
            foreach (var name in new[] { chance.Of(Names), chance.Of(Names) })
            {
                var lower = name.ToLowerInvariant();
                var pascal = string.Concat(lower.Split('_').Select(static word => char.ToUpperInvariant(word[0]) + word[1..]));
                yield return string.Format(CultureInfo.InvariantCulture, text, name, lower, char.ToLowerInvariant(pascal[0]) + pascal[1..]);
            }
        }

        foreach (var make in Harmless)
        {
            for (var count = 0; count < 3; count++)
                yield return make(chance);
        }
    }

    private static string Around(string value, int round) =>
        string.Format(CultureInfo.InvariantCulture, Neutral[round % Neutral.Length], value);

    private static string Lines(SecretSeed seed) =>
        string.Join('\n', Convert.ToBase64String(seed.Bytes(400)).Chunk(64).Select(static line => new string(line)));
}
