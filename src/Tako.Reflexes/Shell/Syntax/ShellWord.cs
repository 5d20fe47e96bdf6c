namespace Tako.Reflexes.Shell.Syntax;

internal enum WordPartKind
{
    Literal,
    Variable,
    Substitution,
    Process,

    /// <summary>Something whose value is not known: arithmetic, a transformed variable.</summary>
    Opaque,
}

/// <param name="Text">A literal's text or a variable's name.</param>
/// <param name="Script">Commands inside a substitution.</param>
/// <param name="Inner">A variable's default, or the words of an opaque part: they may hold substitutions.</param>
internal sealed record WordPart(WordPartKind Kind, string Text, bool Quoted, ShellNode? Script = null, ShellWord? Inner = null);

/// <summary>A word with its quotes removed and its expansions kept apart.</summary>
internal sealed record ShellWord(IReadOnlyList<WordPart> Parts)
{
    public static readonly ShellWord Empty = new([]);

    /// <summary>The text of a word that has no expansions, else null.</summary>
    public string? Literal => Parts switch
    {
        [] => "",
        [{ Kind: WordPartKind.Literal } only] => only.Text,
        _ when Parts.All(static part => part.Kind == WordPartKind.Literal) => string.Concat(Parts.Select(static part => part.Text)),
        _ => null,
    };

    public bool HasQuotes => Parts.Any(static part => part.Quoted);

    public static ShellWord Of(string text) => new([new WordPart(WordPartKind.Literal, text, true)]);
}
