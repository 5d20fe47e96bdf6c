using System.Text.RegularExpressions;
using Tako.Workspace.Repairs.Twitches.Sources;

namespace Tako.Workspace.Repairs.Twitches.Python;

/// <summary>Imports the standard module that an undefined name must mean, where a person would write it.</summary>
internal static partial class MissingImports
{
    public static TextRepair? Repair(string text, string name, IReadOnlyCollection<string> modules)
    {
        if (StandardNames.Home(name, modules) is not { } home)
            return null;
        var newline = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        if (home.Name is { } wanted && Joined(text, home.Module) is { Success: true } match)
        {
            // A name beside those that already come from there.
            var names = match.Groups["names"];
            var all = names.Value.Split(',', StringSplitOptions.TrimEntries).Append(wanted);
            var isSorted = IsSorted(names.Value.Split(',', StringSplitOptions.TrimEntries));
            return new TextRepair("import", $"import {wanted} from {home.Module}", names.Index, names.Length,
                string.Join(", ", isSorted ? all.Order(StringComparer.Ordinal) : all), 0.5);
        }

        var line = home.Name is null ? $"import {home.Module}" : $"from {home.Module} import {home.Name}";
        return new TextRepair("import", home.Name is null ? $"import {home.Module}" : $"import {home.Name} from {home.Module}",
            Place(text, line, out var alone), 0, alone ? line + newline + newline : line + newline, 0.6);
    }

    /// <summary>Among the imports at the top: in alphabetical order where they are, else behind the last of its kind.</summary>
    private static int Place(string text, string line, out bool alone)
    {
        alone = false;
        var imports = Lines().Matches(text).Where(match => !match.Groups["module"].Value.StartsWith("__future__",
            StringComparison.Ordinal)).ToList();
        if (imports.Count == 0)
        {
            var head = Head().Match(text);
            var place = head.Success ? head.Length : 0;
            alone = place < text.Length && text[place] is not ('\n' or '\r');
            return place;
        }

        // The first block of imports, up to an empty line.
        var block = new List<Match> { imports[0] };
        foreach (var next in imports.Skip(1))
        {
            var gap = text[(block[^1].Index + block[^1].Length)..next.Index];
            if (gap.Trim().Length > 0)
                break;
            block.Add(next);
        }

        var after = block.FirstOrDefault(match => string.CompareOrdinal(Key(match.Value), Key(line)) > 0);
        return after?.Index ?? block[^1].Index + block[^1].Length;
    }

    // Plain imports come before those of names, each by module.
    private static string Key(string line) => (line.StartsWith("import", StringComparison.Ordinal) ? "0" : "1")
        + line.Split(' ', 3)[1].Trim();

    private static Match? Joined(string text, string module) => Regex.Match(text,
        $@"^from {Regex.Escape(module)} import (?<names>[\w, ]+)(?=\r?$)", RegexOptions.Multiline | RegexOptions.CultureInvariant);

    private static bool IsSorted(IReadOnlyList<string> names) => names.SequenceEqual(names.Order(StringComparer.Ordinal));

    [GeneratedRegex(@"^(?:import|from) (?<module>[\w.]+)[^\n]*(?:\n|\z)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Lines();

    [GeneratedRegex(@"\A(?:#[^\n]*\n)*(?:(?:""""""(?s:.*?)""""""|'''(?s:.*?)'''|""[^""\n]*"")[ \t]*\r?\n)?"
        + @"(?:\s*from __future__[^\n]*\n)?(?:[ \t]*\r?\n)?",
        RegexOptions.CultureInvariant)]
    private static partial Regex Head();
}
