using System.Text;
using System.Text.RegularExpressions;

namespace Tako.Workspace.Senses.CSharp.Projects;

/// <summary>A file pattern of a project, made relative to the repository: <c>**</c> goes over folders, <c>*</c> and
/// <c>?</c> do not.</summary>
internal sealed class FilePattern
{
    private readonly Regex? _form;

    private FilePattern(string path)
    {
        Path = path;
        if (path.AsSpan().IndexOfAny('*', '?') >= 0)
            _form = new Regex(Form(path), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    public string Path { get; }

    public bool IsExact => _form is null;

    /// <summary>Null for a pattern that leaves the repository.</summary>
    public static FilePattern? Of(string root, string folder, string text)
    {
        var clean = text.Trim().Replace('\\', '/');
        if (clean.StartsWith(root + "/", StringComparison.Ordinal))
            (clean, folder) = (clean[(root.Length + 1)..], "");
        else if (clean.StartsWith('/'))
            return null;
        return RepositoryPaths.Join(folder, clean) is { Length: > 0 } path ? new FilePattern(path) : null;
    }

    public bool Matches(string path) => _form is null ? path == Path : _form.IsMatch(path);

    private static string Form(string path)
    {
        var form = new StringBuilder("^");
        for (var at = 0; at < path.Length; at++)
        {
            if (string.CompareOrdinal(path, at, "**/", 0, 3) == 0)
            {
                form.Append("(?:.*/)?");
                at += 2;
            }
            else if (string.CompareOrdinal(path, at, "**", 0, 2) == 0)
            {
                form.Append(".*");
                at++;
            }
            else
            {
                form.Append(path[at] switch { '*' => "[^/]*", '?' => "[^/]", var letter => Regex.Escape(letter.ToString()) });
            }
        }

        return form.Append('$').ToString();
    }
}
