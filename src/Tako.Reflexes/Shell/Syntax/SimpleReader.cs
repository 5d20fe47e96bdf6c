namespace Tako.Reflexes.Shell.Syntax;

/// <summary>Reads simple commands: assignments, words and redirections.</summary>
internal static class SimpleReader
{
    public static ShellNode Read(ShellCursor cursor)
    {
        var assignments = new List<Assignment>();
        var words = new List<ShellWord>();
        var redirections = new List<Redirection>();
        while (true)
        {
            cursor.SkipBlanks();
            if (cursor.AtEnd || cursor.Current is '\n' or ';' or '|' or ')' || (cursor.Current == '&' && cursor.Next != '>'))
                break;
            if (cursor.Current == '#')
            {
                cursor.SkipComment();
                break;
            }

            if (Redirection(cursor) is { } redirection)
            {
                redirections.Add(redirection);
                continue;
            }

            if (cursor.Current == '(')
            {
                if (words is [{ Literal: { } name }] && assignments.Count == 0 && redirections.Count == 0)
                    return Compounds.Function(cursor, name);
                cursor.Fail("a parenthesis stands where a word is expected");
                cursor.Position++;
                continue;
            }

            var word = WordReader.Read(cursor);
            if (cursor.Current == '(' && EndsWithEquals(word))
                word = Array(cursor);
            if (words.Count == 0 && Assigned(word) is { } assignment)
                assignments.Add(assignment);
            else
                words.Add(word);
        }

        return new ShellNode.Simple(assignments, words, redirections);
    }

    /// <summary>The redirections behind a compound command.</summary>
    public static IReadOnlyList<Redirection> Redirections(ShellCursor cursor)
    {
        List<Redirection>? all = null;
        while (true)
        {
            cursor.SkipBlanks();
            if (Redirection(cursor) is not { } next)
                return all ?? (IReadOnlyList<Redirection>)[];
            (all ??= []).Add(next);
        }
    }

    private static Redirection? Redirection(ShellCursor cursor)
    {
        var start = cursor.Position;
        while (char.IsAsciiDigit(cursor.Current))
            cursor.Position++;
        var name = Operator(cursor);
        if (name is null)
        {
            cursor.Position = start;
            return null;
        }

        cursor.SkipBlanks();
        var target = WordReader.Read(cursor);
        if (target.Parts.Count == 0)
            cursor.Fail("a redirection has no target");
        if (name is "<<<")
            return new Redirection(name, target, target);
        if (name is not ("<<" or "<<-"))
            return new Redirection(name, target, null);
        var delimiter = string.Concat(target.Parts.Select(static part => part.Text));
        var body = cursor.Here(delimiter, name is "<<-");
        return new Redirection(name, target, target.HasQuotes ? ShellWord.Of(body) : WordReader.ReadBody(body, cursor));
    }

    private static string? Operator(ShellCursor cursor)
    {
        var rest = cursor.Rest;
        string? name = rest switch
        {
            ['&', '>', '>', ..] => "&>>",
            ['&', '>', ..] => "&>",
            ['<', '<', '<', ..] => "<<<",
            ['<', '<', '-', ..] => "<<-",
            ['<', '<', ..] => "<<",
            ['<', '>', ..] => "<>",
            ['<', '&', ..] => "<&",
            ['<', '(', ..] or ['>', '(', ..] => null,
            ['<', ..] => "<",
            ['>', '>', ..] => ">>",
            ['>', '|', ..] => ">|",
            ['>', '&', ..] => ">&",
            ['>', ..] => ">",
            _ => null,
        };
        cursor.Position += name?.Length ?? 0;
        return name;
    }

    private static ShellWord Array(ShellCursor cursor)
    {
        cursor.Position++;
        var parts = new List<WordPart>();
        while (!cursor.AtEnd && cursor.Current != ')')
        {
            cursor.SkipLines();
            var before = cursor.Position;
            parts.AddRange(WordReader.Read(cursor).Parts);
            if (cursor.Position == before && cursor.Current != ')' && !cursor.AtEnd)
                cursor.Position++;
        }

        if (cursor.AtEnd)
            cursor.Fail("a parenthesis is not closed");
        else
            cursor.Position++;
        return new ShellWord([new WordPart(WordPartKind.Opaque, "", false, Inner: new ShellWord(parts))]);
    }

    private static bool EndsWithEquals(ShellWord word) =>
        word.Parts is [.., { Kind: WordPartKind.Literal, Quoted: false } last] && last.Text.EndsWith('=');

    // Names that begin with a digit are none in POSIX; taking them for one keeps what follows in sight.
    private static Assignment? Assigned(ShellWord word)
    {
        if (word.Parts is not [{ Kind: WordPartKind.Literal, Quoted: false } first, ..])
            return null;
        var equals = first.Text.IndexOf('=');
        if (equals <= 0)
            return null;
        var name = first.Text.AsSpan(0, equals);
        name = name[^1] == '+' ? name[..^1] : name;
        if (name.IndexOf('[') is > 0 and var bracket && name[^1] == ']')
            name = name[..bracket];
        foreach (var letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter != '_')
                return null;
        }

        var value = new List<WordPart> { first with { Text = first.Text[(equals + 1)..] } };
        value.AddRange(word.Parts.Skip(1));
        return name.Length == 0 ? null : new Assignment(name.ToString(), new ShellWord(value));
    }
}
