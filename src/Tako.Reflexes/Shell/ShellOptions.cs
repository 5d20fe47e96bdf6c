using System.Collections.Frozen;

namespace Tako.Reflexes.Shell;

/// <summary>How strictly commands are judged.</summary>
public sealed record ShellOptions
{
    /// <summary>What becomes of a command that cannot be read, or that is too long or too deep to be read.</summary>
    public ShellLevel Unparsable { get; init; } = ShellLevel.Ask;

    /// <summary>Characters of a command that are read.</summary>
    public int MaxLength { get; init; } = 65_536;

    /// <summary>Levels of single findings, by code, that replace the built-in ones; <see cref="ShellLevel.Allow"/> turns one off.</summary>
    public IReadOnlyDictionary<string, ShellLevel> Levels { get; init; } = FrozenDictionary<string, ShellLevel>.Empty;

    /// <summary>Folders below the working directory that are made anew by a build, so that they may be removed.</summary>
    public IReadOnlySet<string> BuildFolders { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "build", "dist", "out", "target", "bin", "obj", "artifacts", "node_modules", "coverage", ".next", ".nuxt", ".turbo", ".cache",
        ".parcel-cache", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".tox", ".gradle", ".venv", "venv", "tmp",
        "cmakefiles", "_build", ".eggs", ".angular", ".svelte-kit", ".vite", "htmlcov", "storybook-static",
    };

    internal ShellOptions Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxLength);
        if (Unparsable == ShellLevel.Allow)
            throw new ArgumentException("A command that cannot be read must be asked about or denied; set Unparsable to Ask or Deny.");
        return this;
    }
}
