using Tako.Workspace.Overlay;
using Tako.Workspace.Repairs.Twitches.Sources;
using Tako.Workspace.Senses;
using Tako.Workspace.Senses.Python;
using Tako.Workspace.Senses.Workers;

namespace Tako.Workspace.Repairs.Twitches.Python;

/// <summary>Repairs of Python that need no model: what the parser misses, names that are nearly right, imports that
/// were forgotten.</summary>
public sealed class PythonTwitches(ParseWorkers workers) : ITwitches
{
    private const int MaxTwitches = 6;
    private const int MaxFiles = 3;

    private static readonly SourceLexer Lexer = new(isPython: true);

    private readonly SyntaxSearch _search = new(workers.Python, Lexer,
        [Colons.Repair, Brackets.Repair, Quotes.Repair, Indents.Repair, ForeignWords.Repair, Commas.Repair],
        answer => PythonFacts.Of(answer)?.Undefined.Count ?? 0);

    public async ValueTask<IReadOnlyList<Twitch>> ProposeAsync(Shadow shadow, IReadOnlyList<Pain> pains,
        CancellationToken cancellationToken)
    {
        var twitches = new List<Twitch>();
        foreach (var file in pains.Select(pain => pain.File).OfType<RepoPath>().Where(IsPython).Distinct().Take(MaxFiles))
            twitches.AddRange(await SyntaxAsync(shadow, file, cancellationToken));
        var names = new PythonNameTwitches(workers.Python, shadow);
        foreach (var pain in pains.Where(pain => pain.File is { } file && IsPython(file)))
        {
            if (NamePain.Of(pain) is { } name)
                twitches.AddRange(await names.ProposeAsync(name, cancellationToken));
        }

        return [.. twitches.DistinctBy(twitch => twitch.Shadow.Hash).Take(MaxTwitches)];
    }

    private async ValueTask<IReadOnlyList<Twitch>> SyntaxAsync(Shadow shadow, RepoPath file, CancellationToken cancellationToken)
    {
        if (SourceText.Read(shadow, file) is not { } source
            || await workers.Python.AskAsync("check", [new WorkerSource(file.Name, source.Text)], cancellationToken)
                is not WorkerOutcome.Answered { Answers: [{ Fault: { } fault }] })
            return [];
        var mended = await _search.MendAsync(file.Name, source.Text, "module", fault, cancellationToken);
        return [.. mended.Select(each => TextTwitches.On(shadow, file, source, "python", each.Text, each.Repairs)).OfType<Twitch>()];
    }

    private static bool IsPython(RepoPath file) => Path.GetExtension(file.Name) == ".py";
}
