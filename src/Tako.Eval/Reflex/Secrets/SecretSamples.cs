using System.Globalization;
using System.Text;

namespace Tako.Eval.Reflex.Secrets;

/// <summary>A made text, and where its secret stands; a near miss has none.</summary>
internal sealed record SecretSample(string Text, int Start, int Length, string Kind);

/// <summary>Makes texts with a secret of every kind, in surroundings that rotate; the same for the same seed.</summary>
internal static class SecretSamples
{
    // {0}: the value.
    private static readonly string[] Around =
    [
        "var client = new Client(\"{0}\");", "client = Client(base, token=\"{0}\")", "const t = '{0}';\nawait run(t);",
        "cfg.Token = \"{0}\"",
        "export SERVICE_TOKEN={0}\nexport REGION=eu", "  token: {0}\n  retries: 3", "{{\"name\": \"a\", \"auth\": \"{0}\"}}",
        "{{\"cell\": \"c = C(\\\"{0}\\\")\\n\"}}", "12:00:01 INFO calling with {0} (attempt 2)", "hey, can you try {0}, it works for me",
        "curl -H \"Authorization: Bearer {0}\" https://api.test/v1", "GET https://api.test/v1?access_token={0}&page=2",
        "use `{0}` until Friday",
        "<add key=\"Token\" value=\"{0}\" />", "+TOKEN={0}", "# old one: {0}\n", "docker run -e TOKEN={0} app:1.2",
        "[default]\nvalue = {0}\n",
        "{{\"log\":\"auth\\n{0}\\nok\"}}", "private static final String K = \"{0}\";", "$token = '{0}';", "| prod | {0} | 2026 |",
    ];

    private static readonly string[] AroundLines =
        ["cat > id <<EOF\n{0}\nEOF\n", "{0}", "my key, please check:\n\n{0}\n\nthanks", "{{\"key\": \"{1}\"}}", "const k = \"{1}\";",
        "key: |\n{0}\nnext: 1"];

    // {0}: the value; {1}: NAME, {2}: name, {3}: camelName, {4}: PascalName, {5}: kebab-name.
    private static readonly string[] Named =
    [
        "export {1}={0}\nexport REGION=eu", "{1}={0}\nDEBUG=1", "{2}: {0}\nport: 80", "{{\"{3}\": \"{0}\", \"page\": 2}}",
        "const string {4} = \"{0}\";",
        "os.environ[\"{1}\"] = \"{0}\"", "{2} = '{0}'\nrun()", "    {1}: \"{0}\"\n", "<{3}>{0}</{3}>", "tool deploy --{5} {0} --force",
        "tool deploy --{5}={0}", "{{\"body\": \"{{\\\"{3}\\\":\\\"{0}\\\"}}\"}}", "private final String {3} = \"{0}\";",
        "config.set(\"{2}\", \"{0}\")",
        "{3} := \"{0}\"", "'{2}' => '{0}',", "{2}: str = \"{0}\"", "let {3}: string = \"{0}\";", "12:00:01 DEBUG env {1}={0} region=eu",
        "$env:{1} = \"{0}\"", "set {1}={0}", "docker run -e {1}={0} app:1.2", "resource \"x\" {{\n  {2} = \"{0}\"\n}}",
        "{2}=\"{0}\"  # rotate",
    ];

    /// <summary>Two texts and more for each format.</summary>
    public static IEnumerable<SecretSample> True(ulong seed)
    {
        var chance = new SecretSeed(seed);
        var round = chance.Below(100);
        var formats = SecretTemplate.All.ToList();
        var perKind = formats.CountBy(static format => format.Kind).ToDictionary();
        foreach (var format in formats)
        {
            for (var count = perKind[format.Kind] == 1 ? 2 : 1; count > 0; count--)
                yield return Place(format, format.Make(chance), round++);
            // Encoded as a whole, as secrets of Kubernetes and headers are.
            if (format.Kind.Length % 7 == 0 && format.Make(chance) is { Length: < 120 } value)
                yield return Encode(Place(format, value, round++), hex: round % 3 == 0);
        }
    }

    private static SecretSample Place(SecretTemplate format, string value, int round)
    {
        if (value.Contains('\n'))
        {
            var escaped = value.Replace("\n", "\\n", StringComparison.Ordinal);
            var text = string.Format(CultureInfo.InvariantCulture, AroundLines[round % AroundLines.Length], value, escaped);
            return new SecretSample(text, text.IndexOf("P", StringComparison.Ordinal), 60, format.Kind);
        }

        // What brings its surroundings along, such as a header or a command.
        var filled = value.Contains(' ') ? $"# try it\n{value}\n"
            : format.IsBare ? string.Format(CultureInfo.InvariantCulture, Around[round % (value.Contains(':') ? 9 : Around.Length)], value)
            : Fill(Named[round % Named.Length], format.Name, value);
        return new SecretSample(filled, filled.IndexOf(value, StringComparison.Ordinal), value.Length, format.Kind);
    }

    public static string Fill(string around, string name, string value)
    {
        var words = name.ToLowerInvariant().Split('_', StringSplitOptions.RemoveEmptyEntries);
        var pascal = string.Concat(words.Select(static word => char.ToUpperInvariant(word[0]) + word[1..]));
        return string.Format(CultureInfo.InvariantCulture, around, value, name, name.ToLowerInvariant(),
            char.ToLowerInvariant(pascal[0]) + pascal[1..], pascal, string.Join('-', words));
    }

    private static SecretSample Encode(SecretSample sample, bool hex)
    {
        var bytes = Encoding.UTF8.GetBytes(sample.Text);
        var text = "data: " + (hex ? Convert.ToHexStringLower(bytes) : Convert.ToBase64String(bytes)) + "\n";
        return sample with { Text = text, Start = 6, Length = text.Length - 7 };
    }
}
