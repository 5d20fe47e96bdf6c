namespace Tako.Reflexes.Shell.Syntax;

/// <summary>
/// Reads scripts in the POSIX shell's language and what bash adds to it. Total: whatever is wrong is noted, passed over, and
/// the commands around it are read all the same.
/// </summary>
internal static class Grammar
{
    private static readonly string[] Closing = ["then", "do", "done", "elif", "else", "fi", "esac", "}"];

    /// <summary>The whole script, and the first fault in it.</summary>
    public static (ShellNode Script, string? Fault) Read(string text, int depth = 0)
    {
        var cursor = new ShellCursor(text, depth);
        var script = List(cursor, Stop.End);
        return (script, cursor.Fault);
    }

    /// <summary>A script inside backticks.</summary>
    public static ShellNode ReadInner(string text, ShellCursor outer)
    {
        if (!outer.Enter())
            return new ShellNode.Sequence([]);
        var (script, fault) = Read(text, outer.Depth);
        outer.Leave();
        if (fault is not null)
            outer.Fail(fault);
        return script;
    }

    /// <summary>A script up to the parenthesis that closes it, and past that.</summary>
    public static ShellNode ReadUntilParenthesis(ShellCursor cursor)
    {
        if (!cursor.Enter())
            return new ShellNode.Sequence([]);
        var body = List(cursor, Stop.Parenthesis);
        if (cursor.Current == ')')
            cursor.Position++;
        else
            cursor.Fail("a parenthesis is not closed");
        cursor.Leave();
        return body;
    }

    internal static ShellNode List(ShellCursor cursor, Stop stop, params ReadOnlySpan<string> words)
    {
        var items = new List<ShellNode>();
        while (true)
        {
            cursor.SkipLines();
            if (cursor.AtEnd)
                break;
            var letter = cursor.Current;
            if (letter == ')')
            {
                if (stop == Stop.Parenthesis)
                    break;
                cursor.Fail("a parenthesis is closed that was not opened");
                cursor.Position++;
                continue;
            }

            if (letter == ';' && cursor.Next == ';' && stop == Stop.Case)
                break;
            if (letter is ';' or '|' || (letter == '&' && cursor.Next != '>'))
            {
                cursor.Fail("an operator stands where a command is expected");
                cursor.Position++;
                continue;
            }

            var keyword = Keyword(cursor);
            if (keyword.Length > 0 && Is(keyword, words))
                break;
            if (keyword.Length > 0 && Is(keyword, Closing))
            {
                cursor.Fail($"'{keyword}' stands where a command is expected");
                cursor.Position += keyword.Length;
                continue;
            }

            Add(cursor, items);
        }

        return items.Count == 1 ? items[0] : new ShellNode.Sequence(items);
    }

    private static bool Is(ReadOnlySpan<char> keyword, ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (keyword.SequenceEqual(word))
                return true;
        }

        return false;
    }

    private static void Add(ShellCursor cursor, List<ShellNode> items)
    {
        var before = cursor.Position;
        var node = Pipeline(cursor);
        cursor.SkipBlanks();
        if (cursor.Position == before)
        {
            cursor.Fail("a character stands where a command is expected");
            cursor.Position++;
        }

        if (cursor.Current == '&' && cursor.Next != '&')
        {
            node = new ShellNode.Background(node);
            cursor.Position++;
        }
        else if (cursor.Current == ';' && cursor.Next != ';')
        {
            cursor.Position++;
        }
        else if (cursor.Current is '&' or '|' && cursor.Current == cursor.Next)
        {
            cursor.Position += 2;
        }

        items.Add(node);
    }

    private static ShellNode Pipeline(ShellCursor cursor)
    {
        var stages = new List<ShellNode>(1);
        while (true)
        {
            cursor.SkipLines();
            while (Keyword(cursor) is "!" or "time" or "coproc")
            {
                cursor.Position += Keyword(cursor).Length;
                cursor.SkipBlanks();
                if (cursor.Rest.StartsWith("-p "))
                    cursor.Position += 3;
                cursor.SkipBlanks();
            }

            stages.Add(Command(cursor));
            cursor.SkipBlanks();
            if (cursor.Current != '|' || cursor.Next == '|')
                break;
            cursor.Position += cursor.Next == '&' ? 2 : 1;
        }

        return stages.Count == 1 ? stages[0] : new ShellNode.Pipeline(stages);
    }

    internal static ShellNode Command(ShellCursor cursor)
    {
        if (!cursor.Enter())
            return new ShellNode.Sequence([]);
        var node = cursor.Current == '(' ? Parenthesis(cursor) : Compounds.Read(cursor, Keyword(cursor)) ?? SimpleReader.Read(cursor);
        cursor.Leave();
        return node;
    }

    private static ShellNode Parenthesis(ShellCursor cursor)
    {
        if (cursor.Next == '(' && Expansions.IsArithmetic(cursor))
        {
            cursor.Position += 2;
            return new ShellNode.Simple([], [ShellWord.Of("let"), Expansions.ReadArithmetic(cursor)], SimpleReader.Redirections(cursor));
        }

        cursor.Position++;
        var body = ReadUntilParenthesis(cursor);
        return new ShellNode.Group(body, true, SimpleReader.Redirections(cursor));
    }

    /// <summary>The plain word at the cursor when it could be a reserved one, else nothing.</summary>
    internal static ReadOnlySpan<char> Keyword(ShellCursor cursor)
    {
        var rest = cursor.Rest;
        var length = 0;
        while (length < rest.Length && length < 9 && (rest[length] is >= 'a' and <= 'z' or '{' or '}' or '!' or '[' or ']'))
            length++;
        return length == rest.Length || rest[length] is ' ' or '\t' or '\r' or '\n' or ';' or '&' or '|' or '(' or ')' or '<' or '>'
            ? rest[..length]
            : [];
    }
}

/// <summary>What ends a list of commands.</summary>
internal enum Stop
{
    End,
    Parenthesis,
    Case,
}
