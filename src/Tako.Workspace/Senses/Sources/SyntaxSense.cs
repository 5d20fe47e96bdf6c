using Tako.Workspace.Overlay;
using Tako.Workspace.Senses.Ladder;
using Tako.Workspace.Senses.Workers;

namespace Tako.Workspace.Senses.Sources;

/// <summary>Feels whether the changed files of a language are still programs of it.</summary>
internal sealed class SyntaxSense(Shadow start, SourceLanguage language, ParsedFiles files) : ISense
{
    public string Rung => "parse";

    public async ValueTask<Feeling> FeelAsync(Shadow shadow, CancellationToken cancellationToken)
    {
        var changed = ChangedFile.Between(start, shadow)
            .Where(file => file.Now is { } path && language.Takes(path) && !file.IsFixture)
            .ToList();
        if (changed.Count == 0)
            return new Feeling.Numb($"No {language.Name} file was changed.");
        var now = new Dictionary<RepoPath, WorkerAnswer>();
        if (await files.LookAsync(shadow, changed.Select(file => file.Now!.Value), now, cancellationToken) is { } why)
            return new Feeling.Numb(why);
        var wrong = changed.Where(file => now.GetValueOrDefault(file.Now!.Value)?.Fault is not null).ToList();
        var before = new Dictionary<RepoPath, WorkerAnswer>();
        await files.LookAsync(start, wrong.Where(file => file.Before is not null).Select(file => file.Before!.Value),
            before, cancellationToken);
        var pains = new List<Pain>();
        foreach (var file in wrong)
        {
            var (path, fault) = (file.Now!.Value, now[file.Now.Value].Fault!);
            var isOld = file.Before is { } old && before.GetValueOrDefault(old)?.Fault?.Message == fault.Message;
            if (!isOld && !language.Doubts(SourceText.Read(shadow, path)?.Text ?? "", fault))
                pains.Add(PainOf(path, fault, shadow));
        }

        return pains.Count > 0 ? new Feeling.Hurt(pains)
            : now.Values.Any(answer => answer.Parsed) ? new Feeling.Well()
            : new Feeling.Numb($"The changed {language.Name} files could not be judged.");
    }

    private Pain PainOf(RepoPath path, SyntaxFault fault, Shadow shadow) => new()
    {
        Rung = Rung, Tool = language.Tool, Code = fault.Code, File = path, Line = fault.Line, Span = fault.Span, Message = fault.Message,
        WorkspaceHash = shadow.Hash,
    };
}
