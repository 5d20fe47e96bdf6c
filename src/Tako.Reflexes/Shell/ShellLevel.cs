namespace Tako.Reflexes.Shell;

/// <summary>What is to become of a command.</summary>
public enum ShellLevel
{
    Allow,

    /// <summary>A person decides.</summary>
    Ask,

    Deny,
}
