using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Serialization;

namespace Tako.Workspace.Overlay;

/// <summary>
/// The path of a file inside a repository: relative, parts divided by <c>/</c>, never <c>..</c>, never inside
/// <c>.git</c>,
/// never a spelling that another file system would read as a different file. <see cref="TryParse"/> is the only way
/// to make one.
/// </summary>
[JsonConverter(typeof(RepoPathConverter))]
public readonly record struct RepoPath : IComparable<RepoPath>
{
    private const int MaxBytes = 4096;
    private const int MaxPartBytes = 255;

    private readonly string? _value;
    private readonly int _hash;

    private RepoPath(string value)
    {
        _value = value;
        _hash = string.GetHashCode(value, StringComparison.Ordinal);
    }

    public string Value => _value ?? "";

    /// <summary>The last part.</summary>
    public string Name => Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>Everything before the last part, without the slash; empty at the top.</summary>
    public string Folder => Value.LastIndexOf('/') is var slash and >= 0 ? Value[..slash] : "";

    /// <summary>Where the file lies under <paramref name="root"/>.</summary>
    public string Under(string root) => Path.Join(root, Value);

    public bool IsInside(string folder) =>
        folder.Length == 0 || (Value.Length > folder.Length && Value[folder.Length] == '/'
            && Value.StartsWith(folder, StringComparison.Ordinal));

    public bool Equals(RepoPath other) =>
        _hash == other._hash && string.Equals(Value, other.Value, StringComparison.Ordinal);

    public override int GetHashCode() => _hash;

    public int CompareTo(RepoPath other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;

    /// <summary>Makes the normal form of <paramref name="text"/> (<c>./a//b</c> becomes <c>a/b</c>) or says why it
    /// names no file.</summary>
    public static bool TryParse(
        [NotNullWhen(true)] string? text, out RepoPath path, [NotNullWhen(false)] out string? why)
    {
        path = default;
        why = Refuse(text);
        if (why is not null)
            return false;
        var parts = text!.Split('/').Where(part => part.Length > 0 && part != ".").ToArray();
        if (parts.Length == 0)
        {
            why = "is empty; name a file inside the repository";
            return false;
        }

        why = parts.Select(RefusePart).FirstOrDefault(found => found is not null);
        if (why is not null)
            return false;
        path = new RepoPath(string.Join('/', parts));
        return true;
    }

    private static string? Refuse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "is empty; name a file inside the repository";
        if (text.Length > MaxBytes)
            return $"is longer than {MaxBytes} bytes";
        if (text[0] == '/' || (text.Length > 1 && text[1] == ':' && char.IsAsciiLetter(text[0])))
            return "is absolute; write it relative to the repository's root";
        if (text[0] == '~' && (text.Length == 1 || text[1] == '/'))
            return "starts at a home folder; write it relative to the repository's root";
        if (text[^1] == '/')
            return "ends with a slash, so it names a folder; name a file";
        foreach (var rune in text.EnumerateRunes())
        {
            var why = RefuseRune(rune);
            if (why is not null)
                return why;
        }

        return Encoding.UTF8.GetByteCount(text) > MaxBytes ? $"is longer than {MaxBytes} bytes" : null;
    }

    private static string? RefuseRune(Rune rune) => rune.Value switch
    {
        '\\' => "holds a backslash; divide its parts with '/'",
        < 0x20 or (>= 0x7F and < 0xA0) => "holds a control character",
        0xFFFD => "is not valid Unicode",
        // Characters that some file systems drop: a hidden way to spell ".git" or a second name for one file.
        (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F) or 0xFEFF or 0xAD =>
            "holds an invisible character",
        // Normal form C without tables: whatever could still be composed is refused, since it is a second spelling of
        // a name.
        (>= 0x300 and <= 0x36F) or (>= 0x1100 and <= 0x11FF) or 0x3099 or 0x309A =>
            "is not in Unicode normal form C; write composed letters",
        _ => null,
    };

    private static string? RefusePart(string part)
    {
        if (part == "..")
            return "goes up with '..'; name a file inside the repository";
        if (part[^1] is '.' or ' ')
            return $"has a part that ends with a dot or a space: '{part}'";
        if (part[0] == ' ')
            return $"has a part that starts with a space: '{part}'";
        if (part.Length > MaxPartBytes || Encoding.UTF8.GetByteCount(part) > MaxPartBytes)
            return $"has a part longer than {MaxPartBytes} bytes";
        if (part.Equals(".git", StringComparison.OrdinalIgnoreCase)
            || part.Equals("git~1", StringComparison.OrdinalIgnoreCase)
            || part.StartsWith(".git:", StringComparison.OrdinalIgnoreCase))
            return "lies inside .git, which belongs to git alone";
        return null;
    }
}
