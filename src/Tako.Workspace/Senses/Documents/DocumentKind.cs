using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.Documents;

/// <summary>Where a document cannot be read, and why.</summary>
internal sealed record DocumentFault(int Line, int Column, string Message);

/// <summary>A notation that a file is written in.</summary>
/// <param name="Fault">What is wrong with a text; null for nothing, or for nothing that is certain.</param>
internal sealed record DocumentKind(string Name, Func<RepoPath, string, DocumentFault?> Fault)
{
    private static readonly DocumentKind Json = new("json", JsonDocuments.Fault);
    private static readonly DocumentKind Yaml = new("yaml", (_, text) => YamlDocuments.Fault(text));
    private static readonly DocumentKind Xml = new("xml", (_, text) => XmlDocuments.Fault(text));

    private static readonly Dictionary<string, DocumentKind> ByEnding = new(StringComparer.OrdinalIgnoreCase)
    {
        [".json"] = Json, [".jsonc"] = Json, [".webmanifest"] = Json, [".yaml"] = Yaml, [".yml"] = Yaml, [".xml"] = Xml,
            [".csproj"] = Xml,
        [".fsproj"] = Xml, [".vbproj"] = Xml, [".props"] = Xml, [".targets"] = Xml, [".config"] = Xml, [".resx"] = Xml, [".nuspec"] = Xml,
        [".slnx"] = Xml, [".xaml"] = Xml, [".axaml"] = Xml, [".svg"] = Xml, [".xsd"] = Xml, [".xsl"] = Xml,
            [".xslt"] = Xml, [".pom"] = Xml,
    };

    public static DocumentKind? Of(RepoPath path) => ByEnding.GetValueOrDefault(Path.GetExtension(path.Name));

    /// <summary>Whether the text is filled in by another program before anybody reads it.</summary>
    public bool IsTemplate(RepoPath path, string text) =>
        path.Value.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal)
        || text.Contains("<%", StringComparison.Ordinal) || (this != Xml && HasHoles(text))
        || (this == Yaml && path.Folder.Split('/').Contains("templates", StringComparer.Ordinal));

    // A hole inside a quoted value, as in the workflows of build servers, leaves a document that can be read.
    private static bool HasHoles(string text)
    {
        for (var at = text.IndexOf("{{", StringComparison.Ordinal); at >= 0; at = text.IndexOf("{{", at + 2, StringComparison.Ordinal))
        {
            if (at == 0 || text[at - 1] != '$')
                return true;
        }

        return false;
    }
}
