using System.IO.Enumeration;
using System.Text;
using System.Text.Json;
using Tako.Core.Capabilities;
using Tako.Core.Contracts;

namespace Tako.Reflexes.Paths;

/// <summary>
/// Keeps tools away from version control, Tako's own folder, keys and environment files, and inside the repository. Names are
/// compared as the most forgiving file system would: without case, trailing dots and spaces, or invisible letters.
/// </summary>
public sealed class PathsReflex(PathsOptions? options = null) : IGateRule
{
    private static readonly string[] Endings = ["path", "paths", "file", "files", "folder", "directory", "dir"];
    private readonly PathsOptions _options = (options ?? new PathsOptions()).Validate();

    public string Name => "paths";

    public RuleVerdict Judge(Effect effect, Grant grant)
    {
        if (effect.Arguments.ValueKind != JsonValueKind.Object)
            return RuleVerdict.Ok;
        foreach (var member in effect.Arguments.EnumerateObject())
        {
            if (Judge(member.Name, member.Value, effect.Kind != EffectKind.Pure) is { } deny)
                return deny;
        }

        return RuleVerdict.Ok;
    }

    private RuleVerdict.Deny? Judge(string name, JsonElement value, bool changes)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return IsPath(name) ? JudgePath(name, value.GetString()!, changes) : null;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    if (Judge(name, item, changes) is { } deny)
                        return deny;
                }

                return null;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    if (Judge(member.Name, member.Value, changes) is { } deny)
                        return deny;
                }

                return null;
            default:
                return null;
        }
    }

    private RuleVerdict.Deny? JudgePath(string name, string path, bool changes)
    {
        if (RepositoryPath.Normalise(path) is not { } normal)
        {
            return new RuleVerdict.Deny($"'{name}' is not a path inside the repository",
                "Give a path relative to the repository's root, with '/', without '..'.");
        }

        foreach (var part in normal.Split('/'))
        {
            var plain = Plain(part);
            if (Is(plain, _options.Closed) && !Is(plain, _options.Open))
                return new RuleVerdict.Deny($"'{name}' leads to {part}, which may hold secrets",
                    "Work without it; ask a person for what is needed.");
            if (changes && Is(plain, _options.ReadOnly))
                return new RuleVerdict.Deny($"'{name}' leads into {part}, which tools do not change",
                    "Change the repository's own files instead.");
        }

        return null;
    }

    private bool IsPath(string argument) =>
        _options.Arguments.Contains(argument)
            || Array.Exists(Endings, ending => argument.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static bool Is(string name, IReadOnlyList<string> patterns)
    {
        foreach (var pattern in patterns)
        {
            if (FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true))
                return true;
        }

        return false;
    }

    // ".GIT", ".git.", ".git ", ".git::$DATA", "git~1" and ".g\u200Cit" all open .git somewhere.
    private static string Plain(string part)
    {
        var text = new StringBuilder(part.Length);
        foreach (var letter in part)
        {
            if (char.GetUnicodeCategory(letter) != System.Globalization.UnicodeCategory.Format)
                text.Append(letter is >= '！' and <= '～' ? (char)(letter - 0xFEE0) : letter);
        }

        var plain = text.ToString();
        var stream = plain.IndexOf(':');
        plain = (stream > 0 ? plain[..stream] : plain).TrimEnd('.', ' ');
        return plain.Equals("git~1", StringComparison.OrdinalIgnoreCase) ? ".git" : plain;
    }
}
