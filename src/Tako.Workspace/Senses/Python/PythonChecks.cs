using Tako.Workspace.Overlay;
using Tako.Workspace.Senses.Sources;

namespace Tako.Workspace.Senses.Python;

/// <summary>What is certainly wrong with a file among the others of its shadow. In doubt it is silent.</summary>
internal sealed class PythonChecks(PythonView view, PythonView start)
{
    private static readonly string[] Generated = ["version", "__version__", "_pb2", "_pb2_grpc", "_generated", "_parser", "_rc"];

    public async ValueTask<IReadOnlyList<Finding>> OfAsync(RepoPath file, CancellationToken cancellationToken)
    {
        if (await view.FactsAsync(file, cancellationToken) is not { } facts)
            return [];
        var found = new List<Finding>();
        foreach (var import in facts.Imports.Where(import => !import.Guarded && !view.IsStandard(import.Module, import.Level)))
        {
            if (await ImportAsync(file, import, cancellationToken) is { } finding)
                found.Add(finding);
        }

        foreach (var use in facts.Uses.Where(use => !view.IsStandard(use.Import.Module, use.Import.Level)))
        {
            if (await UseAsync(file, use, cancellationToken) is { } finding)
                found.Add(finding);
        }

        foreach (var call in facts.Calls)
        {
            if (call.Signature.Refuse(call.Name, call.Call) is { } why)
                found.Add(new Finding(file, "TypeError", $"{call.Name} {why}", why, Span(call.Span)));
        }

        if (!facts.Dynamic && facts.Undefined.Count > 0 && await view.StarNamesAsync(file, facts, cancellationToken) is { } stars)
        {
            found.AddRange(facts.Undefined.Where(name => !stars.Contains(name.Name)).DistinctBy(name => name.Name)
                .Select(name => new Finding(file, "NameError", name.Name, $"name '{name.Name}' is not defined", Span(name.Span))));
        }

        return found;
    }

    private async ValueTask<Finding?> ImportAsync(RepoPath file, PythonImport import, CancellationToken cancellationToken)
    {
        var module = view.Modules.Find(file, import.Module, import.Level);
        if (module.IsMissing)
            return await IsLostAsync(file, import, cancellationToken)
                ? new Finding(file, "ModuleNotFoundError", Dotted(import), $"No module named '{Dotted(import)}'", Span(import.Span))
                : null;
        if (import.Name is not { } name || name == "*" || await view.HasAsync(module, name, cancellationToken))
            return null;
        return new Finding(file, "ImportError", $"{Dotted(import)} {name}",
            $"cannot import name '{name}' from '{Dotted(import)}' ({module.Files[0]})", Span(import.Span));
    }

    /// <summary>Whether a module that is not there ought to be in this repository, rather than among the installed ones.</summary>
    private async ValueTask<bool> IsLostAsync(RepoPath file, PythonImport import, CancellationToken cancellationToken)
    {
        // What a build writes is not there before it.
        if (Generated.Any(ending => import.Module.EndsWith(ending, StringComparison.Ordinal)))
            return false;
        if (import.Level > 0)
            return true;
        if (start.Modules.Find(file, import.Module, 0).IsText)
            return true;
        // A part of a package whose own file is here, and which makes no modules by itself.
        var dot = import.Module.LastIndexOf('.');
        if (dot < 0)
            return false;
        var parent = view.Modules.Find(file, import.Module[..dot], 0);
        if (!parent.IsText || parent.Files.Any(package => package.Name != "__init__.py"))
            return false;
        return !await view.HasAsync(parent, import.Module[(dot + 1)..], cancellationToken);
    }

    private async ValueTask<Finding?> UseAsync(RepoPath file, PythonUse use, CancellationToken cancellationToken)
    {
        var module = view.Modules.Find(file, use.Import.Module, use.Import.Level);
        var dotted = use.Import.Module;
        var path = use.Path;
        if (use.Import.Name is { } name)
        {
            if (!module.IsText)
                return null;
            var part = view.Modules.Inside(module, name);
            if (part.IsMissing)
                return use.Call is { } direct && path.Count == 0 ? await CallAsync(file, module, name, direct, use,
                    cancellationToken) : null;
            // A name that is both a module and something else may be either.
            if (await view.DefinitionAsync(module, name, cancellationToken) is { From: null })
                return null;
            (module, dotted) = (part, $"{dotted}.{name}");
        }

        for (var index = 0; index < path.Count; index++)
        {
            if (!module.IsText)
                return null;
            var part = view.Modules.Inside(module, path[index]);
            if (!part.IsMissing)
            {
                (module, dotted) = (part, $"{dotted}.{path[index]}");
                continue;
            }

            if (!await view.HasAsync(module, path[index], cancellationToken))
                return new Finding(file, "AttributeError", $"{dotted} {path[index]}",
                    $"module '{dotted}' has no attribute '{path[index]}'", Span(use.Span));
            return use.Call is { } call && index == path.Count - 1
                ? await CallAsync(file, module, path[index], call, use, cancellationToken)
                : null;
        }

        return null;
    }

    private async ValueTask<Finding?> CallAsync(RepoPath file, PythonModule module, string name, PythonCall call, PythonUse use,
        CancellationToken cancellationToken) =>
        await view.DefinitionAsync(module, name, cancellationToken) is { Signature: { } signature }
            && signature.Refuse(name, call) is { } why
            ? new Finding(file, "TypeError", $"{name} {why}", why, Span(use.Span))
            : null;

    private static string Dotted(PythonImport import) => new string('.', import.Level) + import.Module;

    private static PainSpan Span(IReadOnlyList<int> span) => new(span[0], span[1], span[2], span[3]);
}
