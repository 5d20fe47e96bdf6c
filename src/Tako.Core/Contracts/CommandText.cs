using System.Text;
using Tako.Core.Faults;

namespace Tako.Core.Contracts;

/// <summary>
/// Splits a command line into program and arguments the way a POSIX shell does, with quotes and backslashes but without any
/// expansion. What only a shell could do (pipes, redirections, variables) is a fault and never silently passed on as text.
/// </summary>
public static class CommandText
{
    private const int Most = 16 * 1024;

    public static Parsed<IReadOnlyList<string>> Split(string text)
    {
        if (text.Length > Most)
            return Wrong($"is a command line of more than {Most} characters");
        var words = new List<string>();
        var word = new StringBuilder();
        var inWord = false;
        for (var index = 0; index < text.Length; index++)
        {
            var letter = text[index];
            if (letter is ' ' or '\t' or '\r' or '\n')
            {
                if (letter == '\n' && text.AsSpan(index).Trim().Length > 0)
                    return Wrong("is more than one line; a command is one program with its arguments");
                if (inWord)
                    words.Add(word.ToString());
                word.Clear();
                inWord = false;
                continue;
            }

            if ((!inWord && letter is '#' or '~') || "|&;<>()$`*?[".Contains(letter))
            {
                return Wrong($"needs a shell for '{letter}', and commands run without one; quote it if it is meant as text, "
                    + "or write [sh, -c, \"…\"] if a shell is allowed");
            }

            inWord = true;
            if (letter == '\\')
            {
                if (++index >= text.Length)
                    return Wrong("ends in a lone backslash");
                word.Append(text[index]);
            }
            else if (letter is '\'' or '"')
            {
                if (Quoted(text, ref index, word) is { } fault)
                    return Wrong(fault);
            }
            else
            {
                word.Append(letter);
            }
        }

        if (inWord)
            words.Add(word.ToString());
        if (words.Count == 0 || words[0].Length == 0)
            return Wrong("names no program to run");
        return words[0].Contains('=', StringComparison.Ordinal)
            ? Wrong("begins with a variable, which only a shell sets; write [env, NAME=VALUE, PROGRAM, …]")
            : new Parsed<IReadOnlyList<string>>.Ok(words);
    }

    /// <summary>Adds what stands between quotes; stops at the closing one.</summary>
    private static string? Quoted(string text, ref int index, StringBuilder word)
    {
        var quote = text[index];
        for (index++; index < text.Length && text[index] != quote; index++)
        {
            var letter = text[index];
            if (quote == '"' && letter is ('$' or '`'))
                return $"needs a shell for '{letter}' in double quotes; use single quotes if it is meant as text";
            if (quote == '"' && letter == '\\' && index + 1 < text.Length && text[index + 1] is ('"' or '\\' or '$' or '`' or '\n'))
            {
                index++;
                if (text[index] != '\n')
                    word.Append(text[index]);
                continue;
            }

            word.Append(letter);
        }

        return index < text.Length ? null : $"has a {(quote == '"' ? "double" : "single")} quote that is not closed";
    }

    private static Parsed<IReadOnlyList<string>> Wrong(string message) =>
        new Parsed<IReadOnlyList<string>>.Faulty([new Fault("/", 0, message)]);
}
