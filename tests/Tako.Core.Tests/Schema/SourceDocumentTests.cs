using System.Text.Json;
using Tako.Core.Faults;
using Tako.Core.Schema;

namespace Tako.Core.Tests.Schema;

public class SourceDocumentTests
{
    [Fact]
    public void Values_know_their_lines_in_yaml_and_in_json()
    {
        var yaml = Parse("a: 1\nb:\n  - x\n  - c/d: true\n");
        yaml.LineOf("/b/1/c~1d").ShouldBe(4);
        yaml.LineOf("/b/1/missing").ShouldBe(4);
        yaml.LineOf("/nowhere").ShouldBe(1);

        var json = Parse("{\n \"a\": 1,\n \"b\": [\n  \"x\",\n  {\"c/d\": true}\n ]\n}");
        json.LineOf("/b/1/c~1d").ShouldBe(5);
        json.LineOf("/a").ShouldBe(2);
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("+1", "1")]
    [InlineData("1.50", "1.50")]
    [InlineData("0x1F", "31")]
    [InlineData("1e3", "1000")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("True", "true")]
    [InlineData("~", "null")]
    [InlineData("'7'", "\"7\"")]
    [InlineData("2026-11-21", "\"2026-11-21\"")]
    [InlineData("\"\\ud83d\\ude00\"", "\"😀\"")]
    [InlineData("12345678901234567890123", "12345678901234567890123")]
    public void Plain_words_mean_what_yaml_says(string yaml, string json)
    {
        using var expected = JsonDocument.Parse(json);

        JsonElement.DeepEquals(Parse(yaml).Root, expected.RootElement).ShouldBeTrue(Parse(yaml).Root.GetRawText());
    }

    [Theory]
    [InlineData("a: .inf", "finite")]
    [InlineData("a: *b", "alias")]
    [InlineData("a: &b 1\nc: *b", "alias")]
    [InlineData("? [a]\n: 1", "key that is not a plain text")]
    [InlineData("{\"a\": 1, \"a\": 2}", "twice")]
    [InlineData("[1, 2", "not valid JSON")]
    [InlineData("\t- a: b\n\t\tc", "neither")]
    public void What_has_no_meaning_in_json_is_a_fault(string text, string words) =>
        Faults(text).ShouldContain(fault => fault.Message.Contains(words), string.Join("\n", Faults(text)));

    [Fact]
    public void Depth_costs_a_fault_and_never_the_stack()
    {
        Faults(new string('[', 200_000)).ShouldNotBeEmpty();
        Faults(new string('[', 500) + new string(']', 500)).ShouldContain(fault => fault.Message.Contains("deeper"));
        Faults(string.Concat(Enumerable.Repeat("- ", 5_000))).ShouldNotBeEmpty();
        Faults(string.Concat(Enumerable.Repeat("{\"a\":", 10_000))).ShouldNotBeEmpty();
    }

    [Fact]
    public void Too_much_is_refused() => Faults(new string('a', 5 * 1024 * 1024)).ShouldHaveSingleItem().Message.ShouldContain("longer");

    private static SourceDocument Parse(string text) => SourceDocument.Parse(text).ShouldBeOfType<Parsed<SourceDocument>.Ok>().Value;

    private static IReadOnlyList<Fault> Faults(string text) =>
        SourceDocument.Parse(text).ShouldBeOfType<Parsed<SourceDocument>.Faulty>().Faults;
}
