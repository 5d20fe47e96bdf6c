namespace Tako.Workspace.Repairs.Twitches.Sources;

internal enum TokenKind
{
    Name,
    Number,
    String,

    /// <summary>A string whose closing quote is not there.</summary>
    OpenString,
    Sign,
}

/// <summary>A piece of a program's text; comments and spaces are between tokens.</summary>
internal readonly record struct SourceToken(TokenKind Kind, int Start, int End, string Text)
{
    /// <summary>Could end or begin a value.</summary>
    public bool IsOperand => Kind != TokenKind.Sign;
}
