namespace Tako.Cli.Composition;

/// <summary>Where Tako keeps things, by the XDG base directory specification.</summary>
internal static class Places
{
    public static string State => Path.Combine(Folder("XDG_STATE_HOME", ".local/state"), "tako");

    public static string ConfigFile => Path.Combine(Folder("XDG_CONFIG_HOME", ".config"), "tako", "config.yaml");

    /// <summary>The user's own law, over all repositories.</summary>
    public static string ConstitutionFile => Path.Combine(Folder("XDG_CONFIG_HOME", ".config"), "tako", "constitution.yaml");

    public static string Ledger => Path.Combine(State, "ledger");

    // The specification says that a relative path is to be ignored.
    private static string Folder(string variable, string fallback) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } set && Path.IsPathRooted(set)
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), fallback);
}
