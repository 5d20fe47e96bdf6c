using Tako.Core.Faults;
using Tako.Core.Contracts;
using Tako.Core.Schema;
using Tako.Workspace.Repairs;

namespace Tako.Workspace.Tests.Repairs;

public class PatchSchemaTests
{
    private static JsonSchema Schema => PublishedSchemas.Find("patch")!;

    [Fact]
    public void Every_example_of_the_published_schema_is_read_as_its_edits()
    {
        foreach (var example in Schema.Document.GetProperty("examples").EnumerateArray())
        {
            EditReader.Read(example.GetRawText()).ShouldBeOfType<Parsed<IReadOnlyList<Edit>>.Ok>()
                .Value.Count.ShouldBe(example.GetProperty("edits").GetArrayLength());
        }
    }

    [Theory]
    [InlineData("""{"path":"a.py","kind":"write","content":""}""", true)]
    [InlineData("""{"path":"a.py","kind":"write"}""", false)]
    [InlineData("""{"path":"a.py","kind":"replace","find":"x","replace":""}""", true)]
    [InlineData("""{"path":"a.py","kind":"replace","find":"","replace":"y"}""", false)]
    [InlineData("""{"path":"a.py","kind":"replace","find":"x"}""", false)]
    [InlineData("""{"path":"a.py","kind":"delete"}""", true)]
    [InlineData("""{"path":"a.py","kind":"rename","to":"b/c.py"}""", true)]
    [InlineData("""{"path":"a.py","kind":"rename"}""", false)]
    [InlineData("""{"path":"a.py","kind":"append","content":"x"}""", false)]
    [InlineData("""{"path":"../a.py","kind":"delete"}""", false)]
    [InlineData("""{"path":"/a.py","kind":"delete"}""", false)]
    [InlineData("""{"path":"","kind":"delete"}""", false)]
    [InlineData("""{"path":".git/config","kind":"delete"}""", false)]
    [InlineData("""{"path":"a/.GIT/config","kind":"delete"}""", false)]
    [InlineData("""{"path":"a\\b","kind":"delete"}""", false)]
    [InlineData("""{"path":"a/b c-ü.py","kind":"delete"}""", true)]
    [InlineData("""{"kind":"delete"}""", false)]
    public void The_schema_and_the_reader_agree(string edit, bool good)
    {
        var patch = $$"""{"edits":[{{edit}}]}""";
        var source = SourceDocument.Parse(patch).ShouldBeOfType<Parsed<SourceDocument>.Ok>().Value;

        (Schema.Check(source.Root).Count == 0).ShouldBe(good, "schema");
        (EditReader.Read(patch) is Parsed<IReadOnlyList<Edit>>.Ok).ShouldBe(good, "reader");
    }
}
