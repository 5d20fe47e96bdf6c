using Tako.Models.Config;

namespace Tako.Server.Setup;

/// <summary>Reads a secret where it is kept: <c>${NAME}</c> or <c>env:NAME</c> in the environment, <c>file:/path</c> in a
/// file, or written out.</summary>
internal static class SecretText
{
    private const int MostBytes = 64 * 1024;

    /// <summary>The secret, or why there is none.</summary>
    public static (NamedSecret? Secret, string? Wrong) Read(string text, string name, IReadOnlyDictionary<string, string> environment)
    {
        if (Variable(text) is { } variable)
        {
            return environment.GetValueOrDefault(variable)?.Trim() is { Length: > 0 } value
                ? (new NamedSecret(variable, value), null)
                : (null, $"names the environment variable {variable}, which is not set");
        }

        return text.StartsWith("file:", StringComparison.Ordinal)
            ? ReadFile(text["file:".Length..])
            : (new NamedSecret(name, text), null);
    }

    private static (NamedSecret?, string?) ReadFile(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MostBytes })
                return (null, $"names the file {path}, which is too large for a secret");
            return File.ReadAllText(path).Trim() is { Length: > 0 } value
                ? (new NamedSecret(path, value), null)
                : (null, $"names the file {path}, which is empty");
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (null, $"names the file {path}, which cannot be read");
        }
    }

    private static string? Variable(string text) => text switch
    {
        ['$', '{', .., '}'] => text[2..^1],
        _ when text.StartsWith("env:", StringComparison.Ordinal) => text["env:".Length..],
        _ => null,
    };
}
