namespace Tako.Reflexes.Shell.Syntax;

/// <summary>Reads what begins with a reserved word.</summary>
internal static class Compounds
{
    /// <summary>Null when the word is none of them.</summary>
    public static ShellNode? Read(ShellCursor cursor, ReadOnlySpan<char> keyword)
    {
        switch (keyword)
        {
            case "{":
                cursor.Position++;
                var body = Grammar.List(cursor, Stop.End, "}");
                Expect(cursor, "}");
                return new ShellNode.Group(body, false, SimpleReader.Redirections(cursor));
            case "if":
                return If(cursor);
            case "while" or "until":
                cursor.Position += keyword.Length;
                var condition = Grammar.List(cursor, Stop.End, "do");
                return new ShellNode.Group(new ShellNode.Sequence([condition, DoBody(cursor)]), false, SimpleReader.Redirections(cursor));
            case "for" or "select":
                cursor.Position += keyword.Length;
                return For(cursor);
            case "case":
                cursor.Position += keyword.Length;
                return Case(cursor);
            case "function":
                cursor.Position += keyword.Length;
                cursor.SkipBlanks();
                var name = WordReader.Read(cursor).Literal ?? "";
                return Function(cursor, name);
            case "[[":
                return Condition(cursor);
            default:
                return null;
        }
    }

    /// <summary>A function's body; the cursor stands behind its name.</summary>
    public static ShellNode Function(ShellCursor cursor, string name)
    {
        cursor.SkipBlanks();
        if (cursor.Current == '(')
        {
            cursor.Position++;
            cursor.SkipBlanks();
            if (cursor.Current == ')')
                cursor.Position++;
        }

        cursor.SkipLines();
        return new ShellNode.Function(name, Grammar.Command(cursor));
    }

    private static ShellNode.Group If(ShellCursor cursor)
    {
        var parts = new List<ShellNode>();
        cursor.Position += 2;
        while (true)
        {
            parts.Add(Grammar.List(cursor, Stop.End, "then", "fi"));
            if (Grammar.Keyword(cursor) is "then")
                cursor.Position += 4;
            parts.Add(Grammar.List(cursor, Stop.End, "elif", "else", "fi"));
            if (Grammar.Keyword(cursor) is not "elif")
                break;
            cursor.Position += 4;
        }

        if (Grammar.Keyword(cursor) is "else")
        {
            cursor.Position += 4;
            parts.Add(Grammar.List(cursor, Stop.End, "fi"));
        }

        Expect(cursor, "fi");
        return new ShellNode.Group(new ShellNode.Sequence(parts), false, SimpleReader.Redirections(cursor));
    }

    private static ShellNode For(ShellCursor cursor)
    {
        cursor.SkipBlanks();
        if (cursor.Current == '(' && cursor.Next == '(')
        {
            cursor.Position += 2;
            var head = new ShellNode.Simple([], [ShellWord.Of("let"), Expansions.ReadArithmetic(cursor)], []);
            return new ShellNode.Group(new ShellNode.Sequence([head, DoBody(cursor)]), false, SimpleReader.Redirections(cursor));
        }

        var variable = WordReader.Read(cursor).Literal ?? "";
        cursor.SkipLines();
        var values = new List<ShellWord>();
        if (Grammar.Keyword(cursor) is "in")
        {
            cursor.Position += 2;
            for (cursor.SkipBlanks(); !cursor.AtEnd && cursor.Current is not (';' or '\n' or '&' or '|' or ')'); cursor.SkipBlanks())
            {
                var before = cursor.Position;
                var word = WordReader.Read(cursor);
                if (cursor.Position == before)
                    cursor.Position++;
                else
                    values.Add(word);
            }
        }

        return new ShellNode.Group(new ShellNode.Loop(variable, values, DoBody(cursor)), false, SimpleReader.Redirections(cursor));
    }

    private static ShellNode DoBody(ShellCursor cursor)
    {
        cursor.SkipLines();
        if (cursor.Current == ';')
            cursor.Position++;
        cursor.SkipLines();
        if (Grammar.Keyword(cursor) is "do")
            cursor.Position += 2;
        else
            cursor.Fail("'do' is missing");
        var body = Grammar.List(cursor, Stop.End, "done");
        Expect(cursor, "done");
        return body;
    }

    private static ShellNode Case(ShellCursor cursor)
    {
        cursor.SkipBlanks();
        var parts = new List<ShellNode> { new ShellNode.Simple([], [ShellWord.Of(":"), WordReader.Read(cursor)], []) };
        cursor.SkipLines();
        Expect(cursor, "in");
        while (true)
        {
            cursor.SkipLines();
            if (cursor.AtEnd || Grammar.Keyword(cursor) is "esac")
                break;
            SkipPattern(cursor);
            parts.Add(Grammar.List(cursor, Stop.Case, "esac"));
            while (cursor.Current is ';' or '&')
                cursor.Position++;
        }

        Expect(cursor, "esac");
        return new ShellNode.Group(new ShellNode.Sequence(parts), false, SimpleReader.Redirections(cursor));
    }

    private static void SkipPattern(ShellCursor cursor)
    {
        if (cursor.Current == '(')
            cursor.Position++;
        while (!cursor.AtEnd)
        {
            cursor.SkipBlanks();
            if (cursor.Current == ')')
            {
                cursor.Position++;
                return;
            }

            if (cursor.Current is ';' or '\n' or '&')
            {
                cursor.Fail("a pattern of 'case' is not closed");
                return;
            }

            var before = cursor.Position;
            WordReader.Read(cursor);
            if (cursor.Position == before)
                cursor.Position++;
        }
    }

    private static ShellNode.Simple Condition(ShellCursor cursor)
    {
        var words = new List<ShellWord>();
        while (!cursor.AtEnd)
        {
            cursor.SkipBlanks();
            var before = cursor.Position;
            var word = WordReader.Read(cursor);
            if (cursor.Position > before)
                words.Add(word);
            else if (!cursor.AtEnd)
                cursor.Position++;
            if (word.Literal == "]]")
                return new ShellNode.Simple([], words, SimpleReader.Redirections(cursor));
        }

        cursor.Fail("'[[' is not closed");
        return new ShellNode.Simple([], words, []);
    }

    private static void Expect(ShellCursor cursor, string word)
    {
        if (Grammar.Keyword(cursor).SequenceEqual(word))
            cursor.Position += word.Length;
        else
            cursor.Fail($"'{word}' is missing");
    }
}
