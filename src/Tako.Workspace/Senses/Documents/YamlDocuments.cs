using YamlDotNet.Core;

namespace Tako.Workspace.Senses.Documents;

/// <summary>Reads YAML event by event, any number of documents.</summary>
internal static class YamlDocuments
{
    private const int MaxEvents = 2_000_000;

    public static DocumentFault? Fault(string text)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            for (var events = 0; events < MaxEvents && parser.MoveNext();)
                events++;
            return null;
        }
        catch (YamlException wrong)
        {
            return new DocumentFault((int)Math.Max(1, wrong.Start.Line), (int)Math.Max(1, wrong.Start.Column), wrong.Message);
        }
        catch (Exception unsure) when (unsure is ArgumentException or InvalidOperationException or FormatException or OverflowException
            or IndexOutOfRangeException)
        {
            // A mistake of the scanner's own, from which nothing follows.
            return null;
        }
    }
}
