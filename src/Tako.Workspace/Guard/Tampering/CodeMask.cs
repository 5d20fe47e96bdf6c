namespace Tako.Workspace.Guard.Tampering;

/// <summary>Blanks what is not code, so that a word in a comment or a string is not taken for one.</summary>
internal static class CodeMask
{
    private static readonly string[] Hash = [".py", ".pyi", ".rb", ".sh", ".pl", ".ex", ".exs", ".r", ".jl"];

    private static readonly string[] Quotes =
        [".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".tsx", ".php", ".py", ".pyi", ".rb", ".sh", ".dart"];

    /// <summary>The text with comments as spaces and, where wanted, what strings hold as well; line ends stay.</summary>
    public static string Of(string text, string extension, bool strings)
    {
        var (hash, single) = (Hash.Contains(extension), Quotes.Contains(extension));
        var result = text.ToCharArray();
        for (var at = 0; at < text.Length;)
        {
            var rest = text.AsSpan(at);
            if (hash ? rest[0] == '#' : rest.StartsWith("//"))
                at = Blank(result, at, End(text, at, "\n", 0));
            else if (!hash && rest.StartsWith("/*"))
                at = Blank(result, at, End(text, at + 2, "*/", 2));
            else if (hash && (rest.StartsWith("\"\"\"") || rest.StartsWith("'''")))
                at = Quote(result, at, End(text, at + 3, text.Substring(at, 3), 3), 3, strings);
            else if (rest[0] == '"' || (rest[0] == '\'' && single) || (rest[0] == '`' && !hash))
                at = Quote(result, at, StringEnd(text, at), 1, strings);
            else
                at++;
        }

        return new string(result);
    }

    private static int End(string text, int from, string mark, int more) =>
        from < text.Length && text.IndexOf(mark, from, StringComparison.Ordinal) is var end and >= 0 ? end + more : text.Length;

    // A string ends at its quote or, where one was only an apostrophe, at the end of the line.
    private static int StringEnd(string text, int at)
    {
        var quote = text[at];
        for (var index = at + 1; index < text.Length; index++)
        {
            if (text[index] == '\\')
                index++;
            else if (text[index] == quote)
                return index + 1;
            else if (text[index] == '\n' && quote != '`')
                return index;
        }

        return text.Length;
    }

    private static int Quote(char[] result, int start, int end, int marks, bool strings)
    {
        if (strings && end - marks > start + marks)
            Blank(result, start + marks, end - marks);
        return Math.Max(end, start + 1);
    }

    private static int Blank(char[] result, int start, int end)
    {
        for (var at = start; at < end; at++)
        {
            if (result[at] is not ('\n' or '\r'))
                result[at] = ' ';
        }

        return Math.Max(end, start + 1);
    }
}
