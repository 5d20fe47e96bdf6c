using Tako.Workspace.Senses.Workers;

namespace Tako.Workspace.Repairs.Twitches.Sources;

/// <summary>A text that its parser refuses, seen in every way that a repair may want.</summary>
internal sealed class BrokenText
{
    private readonly List<int> _lines = [0];

    public BrokenText(string text, SyntaxFault fault, SourceLexer lexer)
    {
        (Text, Fault, Tokens) = (text, fault, lexer.Read(text));
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\n')
                _lines.Add(at + 1);
        }

        Balance = BracketBalance.Of(Tokens);
    }

    public string Text { get; }

    public SyntaxFault Fault { get; }

    public IReadOnlyList<SourceToken> Tokens { get; }

    public BracketBalance Balance { get; }

    public string Newline => Text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    public int LineCount => _lines.Count;

    /// <summary>Where the parser stumbled.</summary>
    public int At => Math.Min(Start(Fault.Line) + Fault.Column - 1, Text.Length);

    /// <summary>The first character of a line, counted from 1.</summary>
    public int Start(int line) => _lines[Math.Clamp(line, 1, _lines.Count) - 1];

    /// <summary>Behind the last character of a line, before its line end.</summary>
    public int End(int line)
    {
        var end = line < _lines.Count ? _lines[Math.Max(line, 1)] - 1 : Text.Length;
        return end > 0 && end <= Text.Length && end > Start(line) && Text[end - 1] == '\r' ? end - 1 : end;
    }

    public int LineOf(int at)
    {
        var found = _lines.BinarySearch(at);
        return found >= 0 ? found + 1 : ~found;
    }

    public string Line(int line) => Text[Start(line)..End(line)];

    public int Indent(int line) => Line(line).TakeWhile(letter => letter is ' ' or '\t').Count();

    public IEnumerable<SourceToken> On(int line)
    {
        var (start, end) = (Start(line), End(line));
        return Tokens.Where(token => token.Start >= start && token.Start < end);
    }

    /// <summary>The last line with anything on it before this one; 0 for none.</summary>
    public int Above(int line)
    {
        for (var above = line - 1; above > 0; above--)
        {
            if (Line(above).Trim().Length > 0)
                return above;
        }

        return 0;
    }

    /// <summary>Behind the last token of a line: before its comment and the spaces at its end.</summary>
    public int CodeEnd(int line) => On(line).Select(token => Math.Min(token.End, End(line))).DefaultIfEmpty(End(line)).Max();
}
