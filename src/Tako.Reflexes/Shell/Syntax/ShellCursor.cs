namespace Tako.Reflexes.Shell.Syntax;

/// <summary>Where a reader stands in a script, how deep it is, and the first thing that was wrong.</summary>
internal sealed class ShellCursor(string text, int depth)
{
    /// <summary>Constructs inside each other that are read; what is deeper is a fault.</summary>
    public const int MaxDepth = 40;

    private int _heresEnd;

    public string Text => text;

    public int Position { get; set; }

    public int Depth { get; private set; } = depth;

    public string? Fault { get; private set; }

    public bool AtEnd => Position >= text.Length;

    public char Current => Position < text.Length ? text[Position] : '\0';

    public char Next => Position + 1 < text.Length ? text[Position + 1] : '\0';

    public ReadOnlySpan<char> Rest => text.AsSpan(Math.Min(Position, text.Length));

    public void Fail(string fault) => Fault ??= fault;

    /// <summary>False when that is too deep: then the rest of the text is passed over.</summary>
    public bool Enter()
    {
        if (Depth < MaxDepth)
        {
            Depth++;
            return true;
        }

        Fail("it is nested too deeply");
        Position = text.Length;
        return false;
    }

    public void Leave() => Depth--;

    public void SkipBlanks()
    {
        while (Position < text.Length)
        {
            var letter = text[Position];
            if (letter is ' ' or '\t' or '\r')
                Position++;
            else if (letter == '\\' && Next == '\n')
                Position += 2;
            else
                break;
        }
    }

    /// <summary>Blanks, lines and comments; bodies of here-documents are passed over where the line ends.</summary>
    public void SkipLines()
    {
        while (true)
        {
            SkipBlanks();
            if (Current == '#' && !AtEnd)
                SkipComment();
            if (Current != '\n' || AtEnd)
                return;
            Position = Math.Max(Position + 1, _heresEnd);
            _heresEnd = 0;
        }
    }

    public void SkipComment()
    {
        var end = Rest.IndexOf('\n');
        Position = end < 0 ? text.Length : Position + end;
    }

    /// <summary>The body of a here-document that the current line announces; several follow each other.</summary>
    public string Here(string delimiter, bool tabs)
    {
        if (_heresEnd <= Position)
        {
            var line = Rest.IndexOf('\n');
            _heresEnd = line < 0 ? text.Length : Position + line + 1;
        }

        var start = _heresEnd;
        while (_heresEnd < text.Length)
        {
            var rest = text.AsSpan(_heresEnd);
            var end = rest.IndexOf('\n');
            var line = end < 0 ? rest : rest[..end];
            var lineStart = _heresEnd;
            _heresEnd = end < 0 ? text.Length : _heresEnd + end + 1;
            if ((tabs ? line.TrimStart('\t') : line).TrimEnd('\r').SequenceEqual(delimiter))
                return text[start..lineStart];
        }

        return text[start..];
    }
}
