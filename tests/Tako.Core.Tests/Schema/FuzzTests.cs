using System.Text;
using System.Text.Json;
using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Core.Schema;

namespace Tako.Core.Tests.Schema;

public class FuzzTests
{
    private const int Rounds = 1000;
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ",", "\"", "'", "\\", "\n", "\t", " ", "- ", "#", "//", "/*", "*/", "```", "&a", "*a", "!!", "|", ">",
        "%", "@", "`",
        "? ", "---", "...", "0x", "-", ".", "1e999999999", "\u0000", "\ud800", "\udc00", "😀", "\ufeff", "null", "true", "~", "$ref",
        "#/", "\"$id\":",
        "<<: ", "\\u12", "{{{{", "[[[[", "(", ")", "=", "\"a\":", "é", "\u2028", "\r", "\x85",
    ];

    private static readonly string[] Seeds =
    [
        "goal: a\nbudget: {tokens: 200k, time: 15m, usd: $1.5}\nsecurity:\n  write: ['src/**']\n  protect: [a]\nacceptance:\n"
            + "  - {name: x, run: 'make \"a b\"'}\n  - name: y\n    file: b.json\n    schema: {type: object}\ntest: |\n  make\n",
        PublishedSchemas.Text("report")!,
        PublishedSchemas.Text("plan")!,
        """{"goal":"a","acceptance":[{"name":"n","file":"x","matches":"(a|b)+"}],"prepare":[["a","b"]]}""",
        """
        {"$id":"http://x.invalid/","$dynamicAnchor":"a","$defs":{"b":{"$anchor":"c"}},
         "allOf":[{"$ref":"#c"},{"$dynamicRef":"#a"}],"pattern":"[a-z]+\\d"}
        """,
    ];

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Nothing_that_is_read_makes_a_reader_throw_or_hang(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var text = Mutate(Seeds[random.Next(Seeds.Length)], random);
            Try(text, "source", () => SourceDocument.Parse(text));
            Try(text, "contract", () => ContractReader.Read(text));
            Try(text, "schema", () =>
            {
                if (JsonSchema.Parse(text) is Parsed<JsonSchema>.Ok ok)
                    ok.Value.Check(ok.Value.Document);
            });
            Try(text, "repair", () =>
            {
                if (JsonRepair.Repair(text) is { } json)
                    JsonDocument.Parse(json).Dispose();
            });
        }
    }

    [Theory]
    [InlineData("{\"a\":")]
    [InlineData("\"a\" ")]
    [InlineData("{\"a\":\"b\" ")]
    [InlineData("\"a\",\"b\":")]
    [InlineData("[1,")]
    [InlineData("'")]
    [InlineData("(")]
    [InlineData("{a")]
    [InlineData("/*")]
    [InlineData("- ")]
    [InlineData("a: ")]
    [InlineData("a:\n ")]
    [InlineData("\\\"")]
    public void Long_repetitions_end_soon(string piece)
    {
        var text = new StringBuilder().Insert(0, piece, 20_000).ToString();
        var started = TimeProvider.System.GetTimestamp();

        Try(piece, "source", () => SourceDocument.Parse(text));
        Try(piece, "schema", () => JsonSchema.Parse(text));
        Try(piece, "repair", () => JsonRepair.Repair(text));
        Try(piece, "repair", () => JsonRepair.Repair("{\"x\": [" + text));

        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    private static void Try(string text, string what, Action read)
    {
        try
        {
            read();
        }
        catch (Exception wrong)
        {
            throw new ShouldAssertException($"{what} threw on {JsonSerializer.Serialize(text)}", wrong);
        }
    }

    private static string Mutate(string text, Random random)
    {
        var mutant = new StringBuilder(text);
        for (var left = random.Next(1, 6); left > 0; left--)
        {
            var at = random.Next(mutant.Length + 1);
            switch (random.Next(4))
            {
                case 0:
                    mutant.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 1 when at < mutant.Length:
                    mutant.Remove(at, Math.Min(mutant.Length - at, random.Next(1, 12)));
                    break;
                case 2 when at < mutant.Length:
                    mutant[at] = (char)random.Next(1, 0x250);
                    break;
                default:
                    var from = random.Next(mutant.Length + 1);
                    mutant.Insert(at, mutant.ToString(from, Math.Min(mutant.Length - from, random.Next(30))));
                    break;
            }
        }

        return random.Next(10) == 0 ? mutant.ToString(0, random.Next(mutant.Length + 1)) : mutant.ToString();
    }
}
