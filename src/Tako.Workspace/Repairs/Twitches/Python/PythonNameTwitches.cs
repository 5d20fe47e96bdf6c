using Tako.Workspace.Overlay;
using Tako.Workspace.Repairs.Twitches.Sources;
using Tako.Workspace.Senses.Python;
using Tako.Workspace.Senses.Sources;
using Tako.Workspace.Senses.Workers;

namespace Tako.Workspace.Repairs.Twitches.Python;

/// <summary>Answers to names that are not there: the import that brings them, or the name that was meant.</summary>
internal sealed class PythonNameTwitches(ParseWorker worker, Shadow shadow)
{
    private const int MaxNearest = 3;

    private readonly Lazy<PythonView> _view = new(() => new PythonView(PythonLanguage.Read(shadow),
        new ParsedFiles(worker, (_, _) => "module"), new HashSet<string>()));

    public async ValueTask<IReadOnlyList<Twitch>> ProposeAsync(NamePain pain, CancellationToken cancellationToken)
    {
        if (pain.File is not { } file || SourceText.Read(shadow, file) is not { } source)
            return [];
        var facts = await _view.Value.FactsAsync(file, cancellationToken);
        var repairs = pain.Kind switch
        {
            "name" => await NameAsync(source.Text, pain, facts, cancellationToken),
            "import" => await ImportAsync(file, source.Text, pain, facts, cancellationToken),
            "attribute" => await AttributeAsync(file, source.Text, pain, facts, cancellationToken),
            "module" => Module(source.Text, pain),
            _ => Self(source.Text, pain),
        };
        return [.. repairs.OfType<TextRepair>().Select(repair => TextTwitches.On(shadow, file, source, "python",
            repair.Apply(source.Text), [repair])).OfType<Twitch>()];
    }

    private async ValueTask<IReadOnlyList<TextRepair?>> NameAsync(string text, NamePain pain, PythonFacts? facts,
        CancellationToken cancellationToken)
    {
        var repairs = new List<TextRepair?>();
        var modules = (await worker.AboutAsync(cancellationToken))?.Modules ?? [];
        if (MissingImports.Repair(text, pain.Name, modules) is { } import)
            repairs.Add(import);
        if (PythonWords.Foreign.TryGetValue(pain.Name, out var word))
            repairs.Add(TextTwitches.Rename(text, pain, word));
        foreach (var near in NearestName.Of(pain.Name, (facts?.Visible ?? []).Concat(PythonWords.Builtins)).Take(MaxNearest))
            repairs.Add(TextTwitches.Rename(text, pain, near));
        return repairs;
    }

    private async ValueTask<IReadOnlyList<TextRepair?>> ImportAsync(RepoPath file, string text, NamePain pain, PythonFacts? facts,
        CancellationToken cancellationToken)
    {
        var import = facts?.Imports.FirstOrDefault(import => import.Name == pain.Name);
        if (import is null)
            return [];
        var names = await MembersAsync(file, import.Module, import.Level, cancellationToken);
        // The name with all its uses: an alias keeps those as they are.
        return [.. NearestName.Of(pain.Name, names).Take(MaxNearest).Select(near =>
            import.Bound == import.Name ? TextTwitches.RenameAll(text, pain.Name, near) : TextTwitches.Rename(text, pain, near))];
    }

    private async ValueTask<IReadOnlyList<TextRepair?>> AttributeAsync(RepoPath file, string text, NamePain pain, PythonFacts? facts,
        CancellationToken cancellationToken)
    {
        var use = facts?.Uses.FirstOrDefault(use => use.Path.Contains(pain.Name));
        var names = new List<string>();
        if (use is not null)
        {
            names.AddRange(await MembersAsync(file, use.Import.Name is null ? use.Import.Module
                : $"{use.Import.Module}.{use.Import.Name}",
                use.Import.Level, cancellationToken));
        }

        // Of an object nothing is known but the words that the files around use after a dot.
        names.AddRange(Lexer.Read(text).Where(token => token.Kind == TokenKind.Name).Select(token => token.Text));
        names.AddRange(PythonWords.Methods);
        return [.. NearestName.Of(pain.Name, names).Take(MaxNearest).Select(near => TextTwitches.Rename(text, pain, near))];
    }

    private static IReadOnlyList<TextRepair?> Module(string text, NamePain pain)
    {
        return [.. NearestName.Of(pain.Name, PythonWords.Modules).Take(1).Select(near => TextTwitches.RenameAll(text, pain.Name, near))];
    }

    // A method that forgot the object it belongs to.
    private static IReadOnlyList<TextRepair?> Self(string text, NamePain pain)
    {
        var repairs = new List<TextRepair?>();
        foreach (var at in TextTwitches.Words(text, pain.Name, null, null))
        {
            var open = at + pain.Name.Length;
            var line = text.LastIndexOf('\n', Math.Max(0, at - 1)) + 1;
            var head = text[line..at].TrimEnd();
            if (!head.EndsWith("def", StringComparison.Ordinal) || !char.IsWhiteSpace(text[line]) || open >= text.Length
                || text[open] != '('
                || text.AsSpan(open + 1).TrimStart().StartsWith("self") || text.AsSpan(open + 1).TrimStart().StartsWith("cls"))
                continue;
            var isEmpty = text.AsSpan(open + 1).TrimStart().StartsWith(")");
            repairs.Add(new TextRepair("self", $"give {pain.Name} its self", open + 1, 0, isEmpty ? "self" : "self, "));
        }

        return repairs;
    }

    private async ValueTask<IReadOnlyList<string>> MembersAsync(RepoPath file, string module, int level,
        CancellationToken cancellationToken)
    {
        var names = new List<string>();
        foreach (var source in _view.Value.Modules.Find(file, module, level).Files)
            names.AddRange((await _view.Value.NamesAsync(source, [], cancellationToken)).All);
        return names;
    }

    private static readonly SourceLexer Lexer = new(isPython: true);
}
