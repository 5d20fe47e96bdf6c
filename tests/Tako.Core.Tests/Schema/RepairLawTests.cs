using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Tako.Core.Faults;
using Tako.Core.Schema;

namespace Tako.Core.Tests.Schema;

public class RepairLawTests
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", "(", ")", ":", ",", ";", "\"", "'", "`", "```", "```json\n", "“", "”", "\\", "\\\"", "\\u12", "\n", " ",
        "//", "/*", "*/", "/", "#", "+", "-", "- ", ".", "...", "=", "a", "key", "true", "None", "1", ".5", "1e", "007",
        "f(", "\"a\"", "\"a\":", "{\"a\":1}", "[1]",
        "\ud800", "\udc00", "\0", "\ufeff", "😀", "é",
    ];

    private static readonly JsonSchema Schema = ((Parsed<JsonSchema>.Ok)JsonSchema.Parse("""
        {"type":"object","properties":{"a":{"type":"integer"},"key":{"type":"array","items":{"type":"string"}}},"required":["a"]}
        """)).Value;

    [Fact]
    public void What_is_mended_is_json_and_needs_no_mending()
    {
        var texts = Gen.ListOf(Gen.Elements(Pieces)).Select(static pieces => string.Concat(pieces)).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithEndSize(40).WithReplay(7, 7), Prop.ForAll(texts, Holds));
    }

    [Fact]
    public void Any_text_is_taken() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(9, 9),
            Prop.ForAll(ArbMap.Default.ArbFor<string>(), static text => Holds(text ?? "")));

    private static bool Holds(string text)
    {
        foreach (var outcome in (RepairOutcome[])[JsonRepair.Mend(text), JsonRepair.Mend(text, Schema)])
        {
            if (outcome.Json is not { } json)
                continue;
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1000 });
            if (JsonRepair.Mend(json) is not { Confidence: RepairConfidence.Exact } again || again.Json != json)
                throw new ShouldAssertException($"{JsonSerializer.Serialize(text)} became {json}");
        }

        return true;
    }
}
