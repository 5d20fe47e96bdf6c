using System.Globalization;
using System.Text;

namespace Tako.Eval.Reflex.Secrets;

/// <summary>
/// One format of a kind: literals, and in braces an alphabet by its size with how many letters, such as <c>ghp_{62:36}</c>; or something
/// with a structure, such as <c>{uuid}</c> or <c>{jwt:HS256}</c>. A name before it is what the value is called.
/// </summary>
internal sealed record SecretTemplate(string Kind, string Name, string Shape)
{
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";
    private const string Base62 = Digits + Upper + Lower;

    private static readonly Dictionary<string, string> Alphabets = new()
    {
        ["10"] = Digits, ["16"] = Digits + "abcdef", ["32"] = Upper + "234567", ["36"] = Lower + Digits, ["36U"] = Upper + Digits,
        ["62"] = Base62, ["64"] = Base62 + "-_", ["64s"] = Base62 + "+/", ["bech"] = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
    };

    private static readonly string[] Commands =
    [
        "mysql -u app -p{0} shop", "sshpass -p '{0}' ssh ops@box.test", "curl -u svc:{0} https://api.test/v1/jobs",
        "docker login -u ci -p {0} registry.test",
    ];

    /// <summary>Whether the value has no name of its own and needs none.</summary>
    public bool IsBare => Name.Length == 0;

    public static IEnumerable<SecretTemplate> All =>
        new[] { SecretSamplesBuilds.Table, SecretSamplesServices.Table, SecretSamplesStores.Table }
            .SelectMany(static table => table.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(Parse);

    public string Make(SecretSeed seed)
    {
        var made = new StringBuilder();
        for (var at = 0; at < Shape.Length;)
        {
            var open = Shape.IndexOf('{', at);
            if (open < 0)
                return made.Append(Shape.AsSpan(at)).ToString();
            var close = Shape.IndexOf('}', open);
            made.Append(Shape.AsSpan(at, open - at)).Append(Part(Shape[(open + 1)..close], seed));
            at = close + 1;
        }

        return made.ToString();
    }

    public static string Uuid(SecretSeed seed)
    {
        var bytes = seed.Bytes(16);
        (bytes[6], bytes[8]) = ((byte)((bytes[6] & 0x0F) | 0x40), (byte)((bytes[8] & 0x3F) | 0x80));
        return new Guid(bytes, bigEndian: true).ToString("D");
    }

    private static SecretTemplate Parse(string line)
    {
        var bar = line.IndexOf('|');
        var (kind, rest) = (line[..bar].Trim(), line[(bar + 1)..].Trim());
        var blank = rest.StartsWith('{') ? -1 : rest.IndexOf(' ');
        return blank < 0 ? new SecretTemplate(kind, "", rest) : new SecretTemplate(kind, rest[..blank], rest[(blank + 1)..]);
    }

    private static string Part(string part, SecretSeed seed)
    {
        var (name, of) = part.Split(':', 2) is [var left, var right] ? (left, right) : (part, "");
        return name switch
        {
            "uuid" => Uuid(seed),
            "pw" => Password(seed, int.Parse(of, CultureInfo.InvariantCulture)),
            "github" => Checked(of, seed),
            "jwt" => Jwt(of, seed),
            "pem" => Pem(of, seed),
            "pgp" => $"-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\n{Lines(seed, 900)}\n=aB3x\n"
                + "-----END PGP PRIVATE KEY BLOCK-----",
            "putty" => $"Private-Lines: 8\n{Lines(seed, 384)}\nPrivate-MAC: {seed.Letters(Alphabets["16"], 40)}",
            "basic" => $"Authorization: Basic {Base64($"{seed.Of(["svc", "deploy", "ci-bot"])}:{Password(seed, 14)}")}",
            "bearer" => $"Authorization: Bearer {seed.Letters(Base62, 40)}",
            "command" => string.Format(CultureInfo.InvariantCulture, seed.Of(Commands), seed.Letters(Base62, 15) + "7"),
            _ => seed.Letters(Alphabets[name], int.Parse(of, CultureInfo.InvariantCulture)),
        };
    }

    // What a person or a generator of passwords makes: all four classes of letters.
    private static string Password(SecretSeed seed, int length) =>
        seed.Letters(Lower, 2) + seed.Letters(Digits, 2) + seed.Letters("!#*%+-", 1)
        + seed.Letters(Upper, 2) + seed.Letters(Base62, length - 8) + seed.Letters(Digits, 1);

    private static string Checked(string prefix, SecretSeed seed)
    {
        var body = seed.Letters(Base62, 30);
        var crc = System.Linq.Enumerable.Aggregate(Encoding.ASCII.GetBytes(body), uint.MaxValue, static (crc, letter) =>
        {
            crc ^= letter;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            return crc;
        }) ^ uint.MaxValue;
        var check = "";
        for (var index = 0; index < 6; index++, crc /= 62)
            check = Base62[(int)(crc % 62)] + check;
        return prefix + body + check;
    }

    private static string Jwt(string algorithm, SecretSeed seed) =>
        Url64($$"""{"alg":"{{algorithm}}","typ":"JWT"{{(seed.Below(2) == 0 ? "" : $",\"kid\":\"{seed.Letters(Lower, 8)}\"")}}}""") + "."
        + Url64($$"""{"sub":"{{seed.Letters(Digits, 9)}}","iss":"https://id.test/","exp":{{1700000000 + seed.Below(90000000)}}}""") + "."
        + seed.Letters(Alphabets["64"], algorithm == "RS256" ? 342 : 43);

    private static string Pem(string name, SecretSeed seed) =>
        $"-----BEGIN {name}PRIVATE KEY-----\n{(name == "RSA " && seed.Below(3) == 0 ? "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,"
            + seed.Letters(Digits + "ABCDEF", 32) + "\n\n" : "")}{Lines(seed, name == "EC " ? 121 : 900)}\n-----END {name}PRIVATE KEY-----";

    private static string Lines(SecretSeed seed, int bytes) =>
        string.Join('\n', Convert.ToBase64String(seed.Bytes(bytes)).Chunk(64).Select(static line => new string(line)));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Url64(string text) => Base64(text).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
