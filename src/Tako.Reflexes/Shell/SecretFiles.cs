using System.Collections.Frozen;

namespace Tako.Reflexes.Shell;

/// <summary>Knows files that hold keys or passwords, by their names.</summary>
internal static class SecretFiles
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "id_rsa", "id_dsa", "id_ecdsa",
        "id_ed25519", ".netrc", "_netrc", ".pgpass", ".git-credentials", ".env", "shadow", "gshadow", ".bash_history", ".zsh_history",
        ".npmrc", ".pypirc", "credentials.json", "application_default_credentials.json", ".htpasswd", ".vault-token", ".my.cnf", "environ");

    private static readonly FrozenSet<string> Folders = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, ".ssh", ".gnupg", ".aws",
        ".azure", ".kube", ".docker", ".password-store", "keychains");

    private static readonly string[] Endings = [".pem", ".key", ".pfx", ".p12", ".jks", ".kdbx", ".keystore", ".ppk"];

    public static bool Is(string path)
    {
        var trimmed = path.AsSpan().TrimStart('@').TrimEnd('/');
        var at = trimmed.IndexOf('@');
        if (at >= 0 && trimmed[..at].Contains('='))
            trimmed = trimmed[(at + 1)..];
        var first = true;
        while (trimmed.Length > 0)
        {
            var slash = trimmed.LastIndexOf('/');
            var part = trimmed[(slash + 1)..];
            if (first && (NameLookup.Contains(part) || IsEnvironment(part) || EndsSecretly(part)))
                return !part.EndsWith(".pub");
            if (FolderLookup.Contains(part) && !(first && slash < 0 && part is ".docker")
                && !path.EndsWith(".pub", StringComparison.Ordinal))
                return !path.EndsWith("known_hosts", StringComparison.Ordinal) && !path.EndsWith("/.ssh/config", StringComparison.Ordinal);
            first = false;
            trimmed = slash < 0 ? [] : trimmed[..slash];
        }

        return false;
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> NameLookup => Names.GetAlternateLookup<ReadOnlySpan<char>>();

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> FolderLookup => Folders.GetAlternateLookup<ReadOnlySpan<char>>();

    private static bool IsEnvironment(ReadOnlySpan<char> name) =>
        name.StartsWith(".env.") && !(name.EndsWith(".example") || name.EndsWith(".sample") || name.EndsWith(".template"));

    private static bool EndsSecretly(ReadOnlySpan<char> name)
    {
        foreach (var ending in Endings)
        {
            if (name.Length > ending.Length && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
