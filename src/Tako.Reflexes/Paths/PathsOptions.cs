namespace Tako.Reflexes.Paths;

/// <summary>Which paths are out of bounds for tools, whatever a capability allows.</summary>
public sealed record PathsOptions
{
    /// <summary>Arguments that hold paths, besides those whose name ends in path, paths, file, files, folder, directory or dir.</summary>
    public IReadOnlySet<string> Arguments { get; init; } =
        new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "from", "to", "source", "target", "destination", "cwd" };

    /// <summary>Files and folders at any depth that may be read but not changed.</summary>
    public IReadOnlyList<string> ReadOnly { get; init; } = [".git", ".tako", ".hg", ".svn"];

    /// <summary>Files and folders at any depth that no tool touches; <c>*</c> stands for any characters.</summary>
    public IReadOnlyList<string> Closed { get; init; } =
    [
        ".ssh", ".gnupg", ".aws", ".azure", ".kube", ".env", ".env.*", ".netrc", "_netrc", ".git-credentials", ".pgpass",
        "id_rsa*", "id_dsa*", "id_ecdsa*", "id_ed25519*", "*.pem", "*.pfx", "*.p12", "*.key", "*.jks", "*.keystore", "*.kdbx",
    ];

    /// <summary>Exceptions to <see cref="Closed"/>.</summary>
    public IReadOnlyList<string> Open { get; init; } = [".env.example", ".env.sample", ".env.template", ".env.dist"];

    internal PathsOptions Validate()
    {
        foreach (var pattern in (IEnumerable<string>)[.. ReadOnly, .. Closed, .. Open])
        {
            if (string.IsNullOrWhiteSpace(pattern) || pattern.Contains('/'))
                throw new ArgumentException($"'{pattern}' is not the name of a file or folder; write one part of a path.");
        }

        return this;
    }
}
