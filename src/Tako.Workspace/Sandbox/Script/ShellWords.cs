namespace Tako.Workspace.Sandbox.Script;

/// <summary>Values in one line of shell text that any POSIX shell reads back exactly.</summary>
internal static class ShellWords
{
    /// <summary>A line may hold no line break of its own: the script has one in a variable.</summary>
    public static string Quote(string value) =>
        $"'{value.Replace("'", "'\\''", StringComparison.Ordinal).Replace("\n", "'\"$NL\"'", StringComparison.Ordinal)}'";

    public static string Set(string name, string value) => $"{name}={Quote(value)}; ";

    public static string Command(IEnumerable<string> command) => $"set -- {string.Join(' ', command.Select(Quote))}";
}
