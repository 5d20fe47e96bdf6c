using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Tako.House.Tests.Rules;

/// <summary>Every public type says in a sentence what it is for; members of a closed family are covered by the family.</summary>
internal static partial class Docs
{
    public static IEnumerable<Finding> Check(Codebase code)
    {
        foreach (var type in code.Types("src").Where(UsedTypes.IsPublic))
        {
            if (type.ContainingType is not null && UsedTypes.IsFamilyMember(type))
                continue;
            if (!IsSentence(type.GetDocumentationCommentXml()))
                yield return new Finding(code.FileOf(type)!.Path,
                    $"public {type.Name} does not say in a sentence what it is for (<summary>)");
        }
    }

    private static bool IsSentence(string? xml)
    {
        if (string.IsNullOrWhiteSpace(xml))
            return false;
        try
        {
            var root = XDocument.Parse(xml).Root!;
            if (root.Descendants("inheritdoc").Any())
                return true;
            // References count as words, so take the text of what they name.
            foreach (var reference in root.Descendants("summary").Descendants().Where(element => element.IsEmpty).ToList())
                reference.ReplaceWith(reference.FirstAttribute?.Value ?? "");
            var text = Spaces().Replace(root.Element("summary")?.Value ?? "", " ").Trim();
            return text.EndsWith('.') && text.Count(character => character == ' ') >= 2;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
