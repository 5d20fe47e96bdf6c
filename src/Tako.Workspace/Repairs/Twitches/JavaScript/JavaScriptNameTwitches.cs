using System.Text.RegularExpressions;
using Tako.Workspace.Overlay;
using Tako.Workspace.Repairs.Twitches.Sources;
using Tako.Workspace.Senses.JavaScript;
using Tako.Workspace.Senses.Sources;
using Tako.Workspace.Senses.Workers;

namespace Tako.Workspace.Repairs.Twitches.JavaScript;

/// <summary>Answers to names that are not there: node's own module, the name or the export that was meant.</summary>
internal sealed partial class JavaScriptNameTwitches(ParseWorker worker, Shadow shadow, IReadOnlyList<string> builtins,
    IReadOnlySet<string> globals)
{
    private const int MaxNearest = 3;

    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["True"] = "true", ["False"] = "false", ["None"] = "null", ["self"] = "this", ["print"] = "console.log", ["elif"] = "else if",
    };

    /// <summary>Names under which node's modules are commonly known, where those differ.</summary>
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["childProcess"] = "child_process", ["EventEmitter"] = "events", ["fsp"] = "fs/promises",
    };

    private readonly JavaScriptView _view = new(JavaScriptLanguage.Read(shadow), new ParsedFiles(worker, JavaScriptLanguage.Mode));

    public async ValueTask<IReadOnlyList<Twitch>> ProposeAsync(NamePain pain, CancellationToken cancellationToken)
    {
        if (pain.File is not { } file || SourceText.Read(shadow, file) is not { } source
            || await _view.FactsAsync(file, cancellationToken) is not { } facts)
            return [];
        var repairs = pain.Kind switch
        {
            "name" => Name(source, pain, facts),
            "import" or "attribute" => await ExportAsync(file, source.Text, pain, facts, cancellationToken),
            "module" => Module(file, source.Text, pain),
            _ => [],
        };
        return [.. repairs.OfType<TextRepair>().Select(repair => TextTwitches.On(shadow, file, source, "javascript",
            repair.Apply(source.Text), [repair])).OfType<Twitch>()];
    }

    private IReadOnlyList<TextRepair?> Name(SourceText source, NamePain pain, JavaScriptFacts facts)
    {
        var repairs = new List<TextRepair?>();
        var module = Known.GetValueOrDefault(pain.Name, pain.Name);
        if (builtins.Contains(module) || builtins.Contains("node:" + module))
            repairs.Add(Require(source, pain.Name, builtins.Contains(module) ? module : "node:" + module, facts.IsModule));
        if (Words.TryGetValue(pain.Name, out var word))
            repairs.Add(TextTwitches.Rename(source.Text, pain, word));
        foreach (var near in NearestName.Of(pain.Name, facts.Visible.Concat(globals)).Take(MaxNearest))
            repairs.Add(TextTwitches.Rename(source.Text, pain, near));
        return repairs;
    }

    private async ValueTask<IReadOnlyList<TextRepair?>> ExportAsync(RepoPath file, string text, NamePain pain, JavaScriptFacts facts,
        CancellationToken cancellationToken)
    {
        var sources = facts.Imports.Where(import => import.Names.Any(name => name.Name == pain.Name)).Select(import => import.Source)
            .Concat(facts.Uses.Where(use => use.Name == pain.Name).Select(use => use.Source)).Distinct().ToList();
        var names = new List<string>();
        foreach (var target in sources.Select(source => _view.Modules.Find(file, source, out _)).OfType<RepoPath>())
            names.AddRange((await _view.FactsAsync(target, cancellationToken))?.Exports ?? []);
        var isImported = facts.Imports.Any(import => import.Names.Any(name => name.Name == pain.Name));
        return [.. NearestName.Of(pain.Name, names).Take(MaxNearest).Select(near =>
            isImported ? TextTwitches.RenameAll(text, pain.Name, near) : TextTwitches.Rename(text, pain, near))];
    }

    private IReadOnlyList<TextRepair?> Module(RepoPath file, string text, NamePain pain)
    {
        if (!pain.Name.StartsWith('.'))
            return [];
        var (folder, name) = (pain.Name[..(pain.Name.LastIndexOf('/') + 1)], pain.Name[(pain.Name.LastIndexOf('/') + 1)..]);
        var hasEnding = Path.HasExtension(name);
        var names = _view.Tree.Sources
            .Select(path => hasEnding ? path.Name : Path.GetFileNameWithoutExtension(path.Name))
            .Distinct(StringComparer.Ordinal);
        return [.. NearestName.Of(name, names)
            .Where(near => _view.Modules.Find(file, folder + near, out _) is not null)
            .Take(MaxNearest)
            .Select(near => (Near: folder + near, At: text.IndexOf(pain.Name, StringComparison.Ordinal)))
            .Where(each => each.At >= 0)
            .Select(each => new TextRepair("module", $"write {each.Near} for {pain.Name}", each.At, pain.Name.Length, each.Near))];
    }

    // In the manner of the file: behind its last import, with its quotes and its semicolons.
    private static TextRepair Require(SourceText source, string name, string module, bool isModule)
    {
        var text = source.Text;
        var imports = Imports().Matches(text);
        var prefixed = imports.Any(match => match.Value.Contains("node:", StringComparison.Ordinal))
            && !module.StartsWith("node:", StringComparison.Ordinal)
            ? "node:" + module : module;
        var quote = imports.Count > 0 && imports[0].Value.Contains('"') ? '"' : '\'';
        var end = imports.Count > 0 && !imports[0].Value.TrimEnd().EndsWith(';') ? "" : ";";
        var line = isModule ? $"import {name} from {quote}{prefixed}{quote}{end}"
            : $"const {name} = require({quote}{prefixed}{quote}){end}";
        var place = imports.FirstOrDefault(match => string.CompareOrdinal(match.Value, line) > 0)?.Index
            ?? (imports.Count > 0 ? imports[^1].Index + imports[^1].Length : Head().Match(text).Length);
        return new TextRepair("import", $"bring in {module}", place, 0, line + source.Newline);
    }

    [GeneratedRegex(@"^(?:import\b[^\n]*|(?:const|let|var)\s[^\n=]*=\s*require\([^\n]*)(?:\n|\z)",
        RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Imports();

    [GeneratedRegex(@"\A(?:#![^\n]*\n)?(?:\s*['""]use strict['""];?[ \t]*\r?\n)?", RegexOptions.CultureInvariant)]
    private static partial Regex Head();
}
