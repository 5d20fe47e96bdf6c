namespace Tako.Reflexes.Shell.Models;

/// <summary>Reads SQL just far enough to see what a statement destroys: words outside of quotes and comments.</summary>
internal static class SqlText
{
    /// <summary>What the statements destroy, in words, or null.</summary>
    public static string? Destroys(string text)
    {
        var statement = new List<string>();
        var at = 0;
        while (at < text.Length)
        {
            var letter = text[at];
            if (letter is '\'' or '"' or '`')
            {
                var end = text.IndexOf(letter, at + 1);
                at = end < 0 ? text.Length : end + 1;
                statement.Add("?");
            }
            else if (letter == '-' && at + 1 < text.Length && text[at + 1] == '-')
            {
                var end = text.IndexOf('\n', at);
                at = end < 0 ? text.Length : end;
            }
            else if (letter == '/' && at + 1 < text.Length && text[at + 1] == '*')
            {
                var end = text.IndexOf("*/", at + 2, StringComparison.Ordinal);
                at = end < 0 ? text.Length : end + 2;
            }
            else if (char.IsAsciiLetter(letter))
            {
                var start = at;
                while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'))
                    at++;
                statement.Add(text[start..at].ToUpperInvariant());
            }
            else
            {
                at++;
                if (letter != ';')
                    continue;
                if (Judge(statement) is { } what)
                    return what;
                statement.Clear();
            }
        }

        return Judge(statement);
    }

    private static string? Judge(List<string> words)
    {
        var first = 0;
        while (first < words.Count && words[first] is "EXPLAIN" or "BEGIN" or "ANALYZE")
            first++;
        if (words.Count - first < 2)
            return null;
        return words[first] switch
        {
            "DROP" when words[first + 1] is "TABLE" or "DATABASE" or "SCHEMA" or "VIEW" or "INDEX" or "USER" or "ROLE" or "COLUMN"
                or "SEQUENCE" or "KEYSPACE" or "TABLESPACE" or "MATERIALIZED" or "OWNED" or "COLLECTION" =>
                    "removes a table, a database or a user",
            "TRUNCATE" => "empties a table",
            "DELETE" when words[first + 1] == "FROM" && !words.Contains("WHERE") => "removes every row of a table",
            "UPDATE" when words.Contains("SET") && !words.Contains("WHERE") => "changes every row of a table",
            "ALTER" when words.Contains("DROP") => "removes a part of a table with its data",
            _ => null,
        };
    }
}
