using Tako.Workspace.Overlay;
using Tako.Workspace.Repairs.Twitches.Sources;
using Tako.Workspace.Senses;
using Tako.Workspace.Senses.JavaScript;
using Tako.Workspace.Senses.Workers;

namespace Tako.Workspace.Repairs.Twitches.JavaScript;

/// <summary>Repairs of JavaScript that need no model: what the parser misses, names that are nearly right, modules
/// that were forgotten.</summary>
public sealed class JavaScriptTwitches(ParseWorkers workers) : ITwitches
{
    private const int MaxTwitches = 6;
    private const int MaxFiles = 3;
    private static readonly SourceLexer Lexer = new(isPython: false);

    public async ValueTask<IReadOnlyList<Twitch>> ProposeAsync(Shadow shadow, IReadOnlyList<Pain> pains,
        CancellationToken cancellationToken)
    {
        var files = pains.Select(pain =>
            pain.File).OfType<RepoPath>().Where(JavaScriptLanguage.Language.Takes).Distinct().Take(MaxFiles).ToList();
        if (files.Count == 0 || await workers.JavaScript.AboutAsync(cancellationToken) is not { } about)
            return [];
        var known = about.Globals.Concat(["require", "module", "exports", "__dirname", "__filename", "undefined", "arguments"])
            .ToHashSet(StringComparer.Ordinal);
        var twitches = new List<Twitch>();
        foreach (var file in files)
            twitches.AddRange(await SyntaxAsync(shadow, file, known, cancellationToken));
        var names = new JavaScriptNameTwitches(workers.JavaScript, shadow, about.Modules, known);
        foreach (var pain in pains.Where(pain => pain.File is { } file && JavaScriptLanguage.Language.Takes(file)))
        {
            if (NamePain.Of(pain) is { } name)
                twitches.AddRange(await names.ProposeAsync(name, cancellationToken));
        }

        return [.. twitches.DistinctBy(twitch => twitch.Shadow.Hash).Take(MaxTwitches)];
    }

    private async ValueTask<IReadOnlyList<Twitch>> SyntaxAsync(Shadow shadow, RepoPath file, HashSet<string> known,
        CancellationToken cancellationToken)
    {
        var mode = JavaScriptLanguage.Mode(shadow, file);
        if (SourceText.Read(shadow, file) is not { } source
            || await workers.JavaScript.AskAsync("check", [new WorkerSource(file.Name, source.Text, mode)], cancellationToken)
                is not WorkerOutcome.Answered { Answers: [{ Fault: { } fault }] })
            return [];
        var search = new SyntaxSearch(workers.JavaScript, Lexer,
            [Brackets.Repair, Quotes.Repair, ForeignWords.Repair, Commas.Repair, Separators.Repair],
            answer => JavaScriptFacts.Of(answer)?.Free.Count(name => !known.Contains(name.Name)) ?? 0);
        var mended = await search.MendAsync(file.Name, source.Text, mode, fault, cancellationToken);
        return [.. mended.Select(each => TextTwitches.On(shadow, file, source, "javascript", each.Text, each.Repairs)).OfType<Twitch>()];
    }
}
