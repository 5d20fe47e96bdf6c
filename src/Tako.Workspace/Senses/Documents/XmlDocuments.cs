using System.Xml;

namespace Tako.Workspace.Senses.Documents;

/// <summary>Reads XML without following anything that lies outside the text.</summary>
internal static class XmlDocuments
{
    public static DocumentFault? Fault(string text)
    {
        // A document type may define entities that are not looked up here; and not every .config is XML.
        if (text.Contains("<!DOCTYPE", StringComparison.Ordinal) || !text.AsSpan().TrimStart().StartsWith("<"))
            return null;
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Ignore, XmlResolver = null,
            });
            while (reader.Read())
            {
            }

            return null;
        }
        catch (XmlException wrong)
        {
            return new DocumentFault(Math.Max(1, wrong.LineNumber), Math.Max(1, wrong.LinePosition), Sentence(wrong.Message));
        }
    }

    private static string Sentence(string message) =>
        message.LastIndexOf(" Line ", StringComparison.Ordinal) is var at and > 0 ? message[..at] : message;
}
