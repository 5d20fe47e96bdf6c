using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.Workers;

/// <summary>A file's text for a parser: without its byte order mark, which comes back when the text is written.</summary>
internal sealed record SourceText(string Text, bool HasMark)
{
    /// <summary>Null for what is absent, binary, or no UTF-8.</summary>
    public static SourceText? Read(Shadow shadow, RepoPath path) =>
        shadow.Read(path) is { } content && TextLines.TryDecode(content, out var text) && text.Length <= ParseWorker.MaxText
            ? text.StartsWith('\uFEFF') ? new SourceText(text[1..], true) : new SourceText(text, false)
            : null;

    public string Newline => Text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    /// <summary>The file's bytes with another text in it.</summary>
    public byte[] Encode(string text) => TextLines.Encode(HasMark ? '\uFEFF' + text : text);
}
