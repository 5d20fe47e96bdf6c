using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

/// <summary>How a file is laid out: its line ends and its indentation.</summary>
internal sealed class Layout(SourceText text)
{
    private string? _lineEnd;
    private string? _step;

    public string LineEnd => _lineEnd ??= text.Lines.Count > 1 && text.Lines[0] is var first
        && text.ToString(TextSpan.FromBounds(first.End, first.EndIncludingLineBreak)) is { Length: > 0 } end ? end : "\n";

    /// <summary>What one step of indentation is made of: the smallest one seen.</summary>
    public string Step => _step ??= FindStep();

    /// <summary>The white space that the line of a position starts with.</summary>
    public string IndentAt(int position) => IndentOf(text.Lines.GetLineFromPosition(Math.Min(position, text.Length)));

    public string IndentOf(TextLine line)
    {
        var end = line.Start;
        while (end < line.End && text[end] is ' ' or '\t')
            end++;
        return text.ToString(TextSpan.FromBounds(line.Start, end));
    }

    /// <summary>Whether nothing but white space stands before the position on its line.</summary>
    public bool StartsLine(int position)
    {
        var line = text.Lines.GetLineFromPosition(position);
        return string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(line.Start, position)));
    }

    public bool EndsLine(int position)
    {
        var line = text.Lines.GetLineFromPosition(position);
        return string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(position, line.End)));
    }

    /// <summary>Where a new line below the given token goes: after what follows on its line, comments too.</summary>
    public int EndOfLineAfter(SyntaxToken token)
    {
        var line = text.Lines.GetLineFromPosition(token.Span.End);
        var rest = text.ToString(TextSpan.FromBounds(token.Span.End, line.End)).Trim();
        return rest.Length == 0 || rest.StartsWith("//", StringComparison.Ordinal) ? line.End : token.Span.End;
    }

    private string FindStep()
    {
        string? least = null;
        foreach (var line in text.Lines.Take(2_000))
        {
            var indent = IndentOf(line);
            if (indent.Length == 0 || line.Start + indent.Length >= line.End || text[line.Start + indent.Length] is '*')
                continue;
            if (indent[0] == '\t')
                return "\t";
            if (least is null || indent.Length < least.Length)
                least = indent;
        }

        return least is { Length: <= 8 } ? least : "    ";
    }
}
