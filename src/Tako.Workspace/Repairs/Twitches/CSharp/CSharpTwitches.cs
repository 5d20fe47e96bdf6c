using Microsoft.CodeAnalysis.CSharp;
using Tako.Workspace.Overlay;
using Tako.Workspace.Senses;

namespace Tako.Workspace.Repairs.Twitches.CSharp;

/// <summary>Repairs of C# that does not compile, each a fork of the shadow.</summary>
/// <param name="compile">Compiles a shadow's C#, one compilation a project; the trees are named by their paths in the repository.</param>
public sealed class CSharpTwitches(Func<Shadow, CancellationToken, ValueTask<IReadOnlyList<CSharpCompilation>>> compile,
    CSharpRepairer repairer)
    : ITwitches
{
    public async ValueTask<IReadOnlyList<Twitch>> ProposeAsync(Shadow shadow, IReadOnlyList<Pain> pains,
        CancellationToken cancellationToken)
    {
        var hurt = Hurt(shadow, pains);
        if (hurt.Count == 0)
            return [];
        List<Twitch> whole = [];
        List<Twitch> first = [];
        foreach (var compilation in await compile(shadow, cancellationToken))
        {
            var own = compilation.SyntaxTrees.Select(tree => tree.FilePath).Where(hurt.Contains)
                .Distinct(StringComparer.Ordinal).ToList();
            if (own.Count == 0)
                continue;
            var repair = await repairer.RepairAsync(compilation, own, cancellationToken);
            if (repair.Steps.Count == 0)
                continue;
            if (Stage(shadow, compilation, repair.After) is { } all)
                whole.Add(new Twitch(Name(repair.Steps), string.Join("; ", repair.Steps.Select(step => step.What)), all));
            if (repair.States.Count > 1 && Stage(shadow, compilation, repair.States[0]) is { } one)
                first.Add(new Twitch(repair.Steps[0].Name, repair.Steps[0].What, one));
        }

        return [.. whole.Concat(first).DistinctBy(twitch => twitch.Shadow.Hash)];
    }

    // Nothing is mended that this change did not touch or that does not hurt.
    private static HashSet<string> Hurt(Shadow shadow, IReadOnlyList<Pain> pains)
    {
        var files = pains.Where(pain => pain.File is not null).Select(pain => pain.File!.Value)
            .Concat(shadow.Changes.Changes.Where(change => change.Kind is not ChangeKind.Deleted).Select(change => change.Path));
        return files.Where(file => file.Name.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)).Select(file => file.Value)
            .ToHashSet(StringComparer.Ordinal);
    }

    private static string Name(IReadOnlyList<CSharpRepairStep> steps) =>
        steps.Select(step => step.Name).Distinct(StringComparer.Ordinal).Count() == 1 ? steps[0].Name : "csharp.repairs";

    private static Shadow? Stage(Shadow shadow, CSharpCompilation before, CSharpCompilation after)
    {
        var changed = after.SyntaxTrees.Except(before.SyntaxTrees).ToList();
        foreach (var tree in changed)
        {
            if (!RepoPath.TryParse(tree.FilePath, out var path, out _)
                || before.SyntaxTrees.FirstOrDefault(each => each.FilePath == tree.FilePath) is not { } old
                || Bytes(shadow, path, old.ToString(), tree.ToString()) is not { } bytes
                || shadow.Write(path, bytes) is not StageOutcome.Staged staged)
                return null;
            shadow = staged.Shadow;
        }

        return changed.Count > 0 ? shadow : null;
    }

    // A compilation that has fallen behind the shadow is no ground to write on. Roslyn drops the byte order mark; the file keeps its own.
    private static byte[]? Bytes(Shadow shadow, RepoPath path, string old, string mended)
    {
        if (shadow.Read(path) is not { } content || !TextLines.TryDecode(content, out var there))
            return null;
        var mark = there.StartsWith('\uFEFF') ? "\uFEFF" : "";
        return there[mark.Length..] == old.TrimStart('\uFEFF') && FileText.TryEncode(mark + mended.TrimStart('\uFEFF'),
            out var bytes) ? bytes : null;
    }
}
