using System.Text.Json;
using Tako.Core.Faults;
using Tako.Core.Schema;

namespace Tako.Core.Tests.Schema;

public class PublishedSchemasTests
{
    public static TheoryData<string> Names => [.. PublishedSchemas.Names];

    [Theory, MemberData(nameof(Names))]
    public void Every_published_schema_is_a_schema_with_a_title_a_description_and_examples(string name)
    {
        var schema = PublishedSchemas.Find(name).ShouldNotBeNull();

        foreach (var key in (string[])["title", "description", "examples"])
            schema.Document.TryGetProperty(key, out _).ShouldBeTrue(key);
        ((Parsed<JsonSchema>.Ok)JsonSchema.Parse("""{"$ref":"https://json-schema.org/draft/2020-12/schema"}""")).Value
            .Check(schema.Document).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_example_fits_the_schema_that_it_stands_in(string name)
    {
        var schema = PublishedSchemas.Find(name)!;

        foreach (var example in schema.Document.GetProperty("examples").EnumerateArray())
            schema.Check(example).ShouldBeEmpty(example.GetRawText());
        Inner(schema.Document, "").ShouldBeEmpty();

        IEnumerable<string> Inner(JsonElement place, string pointer)
        {
            if (place.ValueKind != JsonValueKind.Object)
                yield break;
            foreach (var property in place.EnumerateObject())
            {
                var at = $"{pointer}/{SourceDocument.Escape(property.Name)}";
                if (property.Name == "examples" && pointer.Length > 0 && property.Value.ValueKind == JsonValueKind.Array)
                {
                    var part = Part(schema, pointer);
                    foreach (var error in property.Value.EnumerateArray().SelectMany(part.Check))
                        yield return $"{at}: {error}";
                }
                else if (property.Name != "examples" || property.Value.ValueKind == JsonValueKind.Object)
                {
                    foreach (var error in Inner(property.Value, at))
                        yield return error;
                }
            }
        }
    }

    [Fact]
    public void An_unknown_name_gives_no_schema() => PublishedSchemas.Find("nothing").ShouldBeNull();

    [Theory]
    [InlineData("""{"edits":[]}""", "/edits", "at least 1 item")]
    [InlineData("""{"edits":[{"path":"a","kind":"replace","find":"","replace":"b"}]}""", "/edits/0/find", "at least 1 character")]
    [InlineData("""{"edits":[{"path":"../a","kind":"delete"}]}""", "/edits/0/path", "matches")]
    public void A_patch_that_is_wrong_is_told_where_and_why(string patch, string path, string words)
    {
        using var document = JsonDocument.Parse(patch);

        PublishedSchemas.Find("patch")!.Check(document.RootElement)
            .ShouldContain(error => error.Path == path && error.Message.Contains(words));
    }

    /// <summary>The schema at one place, with the whole document around it for its references.</summary>
    private static JsonSchema Part(JsonSchema schema, string pointer)
    {
        var whole = schema.Document.GetRawText();
        var id = schema.Document.GetProperty("$id").GetString();
        var json = $$"""{"$defs":{"whole":{{whole}}},"$ref":"{{id}}#{{pointer}}"}""";
        return ((Parsed<JsonSchema>.Ok)JsonSchema.Parse(json)).Value;
    }
}
