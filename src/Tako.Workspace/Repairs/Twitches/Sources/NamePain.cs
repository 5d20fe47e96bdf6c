using System.Text.RegularExpressions;
using Tako.Workspace.Overlay;
using Tako.Workspace.Senses;

namespace Tako.Workspace.Repairs.Twitches.Sources;

/// <summary>A pain about a name that is not there, in whatever words interpreters and senses tell it.</summary>
/// <param name="Kind"><c>name</c>, <c>import</c> (a name of a module), <c>module</c>, <c>attribute</c> or <c>self</c>.</param>
/// <param name="Owner">The module or object that does not have it.</param>
internal sealed partial record NamePain(string Kind, string Name, string? Owner, RepoPath? File, int? Line, PainSpan? Span)
{
    public static NamePain? Of(Pain pain)
    {
        foreach (var (kind, form) in (IEnumerable<(string, Regex)>)[("name", Undefined()), ("import", NotExported()),
            ("attribute", NoAttribute()),
            ("module", NoModule()), ("self", TooMany())])
        {
            if (form.Match(pain.Message) is { Success: true } match)
                return new NamePain(kind, match.Groups["name"].Value, match.Groups["owner"].Success ? match.Groups["owner"].Value : null,
                    pain.File, pain.Line, pain.Span);
        }

        return null;
    }

    [GeneratedRegex(@"name '(?<name>\w+)' is not defined|\b(?<name>[\w$]+) is not defined", RegexOptions.CultureInvariant)]
    private static partial Regex Undefined();

    [GeneratedRegex(@"cannot import name '(?<name>\w+)' from '(?<owner>[\w.]+)'"
        + @"|The (?:requested )?module '(?<owner>[^']+)' does not provide an export named '(?<name>[\w$]+)'",
        RegexOptions.CultureInvariant)]
    private static partial Regex NotExported();

    [GeneratedRegex(@"(?:module '(?<owner>[\w.]+)'|'(?<owner>\w+)' object|type object '(?<owner>\w+)') has no attribute '(?<name>\w+)'"
        + @"|(?<owner>[\w$]+)\.(?<name>[\w$]+) is not a function",
        RegexOptions.CultureInvariant)]
    private static partial Regex NoAttribute();

    [GeneratedRegex(@"No module named '(?<name>[\w.]+)'|Cannot find module '(?<name>[^']+)'", RegexOptions.CultureInvariant)]
    private static partial Regex NoModule();

    [GeneratedRegex(@"(?:(?<owner>\w+)\.)?(?<name>\w+)\(\) takes (?:0|\d+)"
        + @" positional arguments? but \d+ (?:was|were) given", RegexOptions.CultureInvariant)]
    private static partial Regex TooMany();
}
