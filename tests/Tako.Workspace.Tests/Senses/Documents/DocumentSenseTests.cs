using Tako.Workspace.Senses.Documents;
using Tako.Workspace.Tests.Overlay;
using Tako.Workspace.Tests.Senses.Workers;

namespace Tako.Workspace.Tests.Senses.Documents;

public sealed class DocumentSenseTests
{
    [Theory]
    [InlineData("settings/a.json", "{\"a\": 1,}", 1)]
    [InlineData("a.yaml", "a:\n  - b\n c: [1\n", 3)]
    [InlineData("app.csproj", "<Project>\n  <ItemGroup>\n</Project>\n", 3)]
    [InlineData("a.xml", "<a><b></a>", 1)]
    public async Task A_document_that_cannot_be_read_hurts_where_it_breaks(string path, string text, int line)
    {
        using var repository = new TempRepository(("README.md", "x"));
        var start = repository.Open();
        var pain = (await new DocumentSense(start).HurtsAsync(start.With(path, text))).ShouldHaveSingleItem();
        pain.Rung.ShouldBe("parse");
        pain.File!.Value.Value.ShouldBe(path);
        pain.Line.ShouldBe(line);
        pain.WorkspaceHash.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("tsconfig.json", "{ // strict\n \"a\": [1, 2,], }")]
    [InlineData(".vscode/settings.json", "/* mine */ {}")]
    [InlineData("two.yaml", "a: 1\n---\nb: !Custom [x]\n")]
    [InlineData("ci.yml", "run: ${{ matrix.os }}\n")]
    [InlineData("page.xml", "<!DOCTYPE html [<!ENTITY e \"x\">]><a>&e;</a>")]
    [InlineData("bom.json", "\uFEFF{}")]
    [InlineData("plain.config", "key = value\n")]
    [InlineData("evil.xml", "<a xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='/etc/passwd'/></a>")]
    public async Task What_its_readers_take_is_well(string path, string text)
    {
        using var repository = new TempRepository(("README.md", "x"));
        var start = repository.Open();
        await new DocumentSense(start).IsWellAsync(start.With(path, text));
    }

    [Theory]
    [InlineData("chart/templates/service.yaml", "{{- if .Values.on }}\na: b\n{{- end }}\n")]
    [InlineData("{{cookiecutter.name}}/a.json", "{")]
    [InlineData("deploy.yaml", "name: {{ name }}\n")]
    public async Task A_template_is_no_document_yet(string path, string text)
    {
        using var repository = new TempRepository(("README.md", "x"));
        var start = repository.Open();
        (await new DocumentSense(start).IsNumbAsync(start.With(path, text))).ShouldContain("template");
    }

    [Fact]
    public async Task What_was_broken_before_or_is_broken_on_purpose_does_not_hurt()
    {
        using var repository = new TempRepository(("a.json", "{,"), ("b.txt", "x"));
        var start = repository.Open();
        await new DocumentSense(start).IsWellAsync(start.With("a.json", "{,\n"));
        await new DocumentSense(start).IsNumbAsync(start.With("tests/fixtures/broken.json", "{"));
        await new DocumentSense(start).IsNumbAsync(start.With("b.txt", "y"));
    }
}
