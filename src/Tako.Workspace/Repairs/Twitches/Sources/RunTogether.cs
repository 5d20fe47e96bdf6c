namespace Tako.Workspace.Repairs.Twitches.Sources;

/// <summary>A name and an opening bracket that was lost run into one: <c>lenx)</c> for <c>len(x)</c>.</summary>
internal static class RunTogether
{
    private static readonly string[] Common =
    [
        "len", "range", "print", "str", "int", "sum", "max", "min", "sorted", "list", "set", "dict", "abs",
        "enumerate", "zip", "float", "open", "isinstance", "tuple", "any", "all", "map", "filter", "if", "for",
        "while", "catch", "switch", "function", "log", "push", "append", "join", "require", "null", "true", "false",
        "this", "None", "True", "False", "self", "undefined", "super", "String", "Number", "Array", "Object",
    ];

    public static IEnumerable<TextRepair> Repair(BrokenText broken, string opener, int from, int until)
    {
        var known = broken.Tokens.Where(token => token.Kind == TokenKind.Name).Select(token =>
            token.Text).ToHashSet(StringComparer.Ordinal);
        known.UnionWith(Common);
        for (var index = 0; index < broken.Tokens.Count; index++)
        {
            var token = broken.Tokens[index];
            if (token.Kind != TokenKind.Name || token.Start < from || token.End > until)
                continue;
            var isMember = index > 0 && broken.Tokens[index - 1].Text == ".";
            // A prefix of a string ran into the name before it.
            if (index + 1 < broken.Tokens.Count && broken.Tokens[index + 1] is { Kind: TokenKind.String } text && text.Start == token.End
                && token.Text[^1] is 'f' or 'r' or 'b' && known.Contains(token.Text[..^1]))
                yield return new TextRepair("bracket", $"put '{opener}'", token.End - 1, 0, opener, 0.7);
            for (var cut = token.Text.Length - 1; cut > 0; cut--)
            {
                var isKnown = known.Contains(token.Text[..cut]) || (isMember && token.Text.Length - cut >= 3);
                if (isKnown && (known.Contains(token.Text[cut..]) || char.IsAsciiDigit(token.Text[cut])))
                    yield return new TextRepair("bracket", $"put '{opener}'", token.Start + cut, 0, opener, 0.8);
            }
        }
    }
}
