namespace Tako.Reflexes.Shell;

/// <summary>A command with its arguments, as a model of arguments reads it.</summary>
internal sealed class ShellCall(IReadOnlyList<string> words, Feed feed, Feed inline, ShellWalk walk)
{
    private string? _name;

    public IReadOnlyList<string> Words => words;

    public int Count => words.Count;

    /// <summary>What flows into it.</summary>
    public Feed Feed => feed;

    /// <summary>What is known about substitutions among its words.</summary>
    public Feed Inline => inline;

    public ShellWalk Walk => walk;

    /// <summary>The command's name without folder and ending, in lower case.</summary>
    public string Name => _name ??= PlainName(words[0]);

    public static string PlainName(string word)
    {
        var slash = word.LastIndexOfAny(['/', '\\']);
        var name = slash < 0 ? word : word[(slash + 1)..];
        name = name.ToLowerInvariant();
        return name.EndsWith(".exe", StringComparison.Ordinal) ? name[..^4] : name;
    }

    /// <summary>Whether an option is given: a letter, alone or among others, or a long name or the beginning of one.</summary>
    /// <param name="valued">Letters that take the rest of their word as a value.</param>
    public bool Has(char letter, string? name = null, string valued = "")
    {
        for (var index = 1; index < words.Count; index++)
        {
            var word = words[index];
            if (word == "--")
                return false;
            if (word.Length < 2 || word[0] != '-')
                continue;
            if (word[1] != '-')
            {
                var at = letter == '\0' ? -1 : word.AsSpan(1).IndexOf(letter);
                if (at >= 0 && !word.AsSpan(1, at).ContainsAny(valued))
                    return true;
            }
            else if (name is not null && IsLong(word, name))
            {
                return true;
            }
        }

        return false;
    }

    public bool Has(string name) => Has('\0', name);

    /// <summary>Whether a word stands among the arguments as it is.</summary>
    public bool Says(string word) => IndexOf(word) > 0;

    public int IndexOf(string word)
    {
        for (var index = 1; index < words.Count; index++)
        {
            if (words[index] == word)
                return index;
        }

        return -1;
    }

    /// <summary>The value of an option, given as <c>-x value</c>, <c>-xvalue</c>, <c>--name value</c> or <c>--name=value</c>.</summary>
    public string? Value(char letter, string? name = null)
    {
        for (var index = 1; index < words.Count; index++)
        {
            var word = words[index];
            if (word == "--")
                return null;
            if (name is not null && word.StartsWith("--", StringComparison.Ordinal) && IsLong(word, name))
                return word.IndexOf('=') is > 0 and var equals ? word[(equals + 1)..] : index + 1 < words.Count ? words[index + 1] : "";
            if (letter != '\0' && word.Length > 1 && word[0] == '-' && word[1] == letter)
                return word.Length > 2 ? word[2..].TrimStart('=') : index + 1 < words.Count ? words[index + 1] : "";
        }

        return null;
    }

    /// <summary>Where the first word stands that is no option and no option's value; the count of words when there is none.</summary>
    /// <param name="letters">Options of one letter that take a value.</param>
    /// <param name="names">Long options that take a value as the next word.</param>
    public int FirstOperand(string letters, ReadOnlySpan<string> names, int from = 1)
    {
        for (var index = from; index < words.Count; index++)
        {
            var word = words[index];
            if (word == "--")
                return index + 1;
            if (word.Length < 2 || word[0] != '-')
                return word == "-" && from == 1 && Name == "env" ? FirstOperand(letters, names, index + 1) : index;
            if (TakesNext(word, letters, names))
                index++;
        }

        return words.Count;
    }

    /// <summary>All words that are no options and no options' values.</summary>
    public List<string> Operands(string letters = "", params ReadOnlySpan<string> names)
    {
        var all = new List<string>();
        for (var index = 1; index < words.Count; index++)
        {
            var word = words[index];
            if (word == "--")
            {
                all.AddRange(words.Skip(index + 1));
                break;
            }

            if (word.Length < 2 || word[0] != '-')
                all.Add(word);
            else if (TakesNext(word, letters, names))
                index++;
        }

        return all;
    }

    public IReadOnlyList<string> From(int index)
    {
        if (index >= words.Count)
            return [];
        var rest = new string[words.Count - index];
        for (var at = 0; at < rest.Length; at++)
            rest[at] = words[index + at];
        return rest;
    }

    public void Run(int index) => walk.Run(From(index), feed, inline);

    public void Deny(string code, string reason, string wayOut) => walk.Deny(code, Name, reason, wayOut);

    public void Ask(string code, string reason, string wayOut) => walk.Ask(code, Name, reason, wayOut);

    public static bool IsLong(string word, string name)
    {
        var given = word.AsSpan(2);
        var equals = given.IndexOf('=');
        given = equals < 0 ? given : given[..equals];
        return given.SequenceEqual(name) || (given.Length >= 4 && name.AsSpan().StartsWith(given));
    }

    private static bool TakesNext(string word, string letters, ReadOnlySpan<string> names)
    {
        if (word[1] == '-')
        {
            foreach (var name in names)
            {
                if (word.AsSpan(2).SequenceEqual(name))
                    return true;
            }

            return false;
        }

        // In a bundle such as -uroot the letter that takes a value ends it: the rest is the value.
        var first = word.AsSpan(1).IndexOfAny(letters);
        return first >= 0 && first == word.Length - 2;
    }
}
