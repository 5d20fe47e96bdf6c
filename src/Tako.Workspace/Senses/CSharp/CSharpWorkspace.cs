using Microsoft.CodeAnalysis.CSharp;
using Tako.Workspace.Overlay;
using Tako.Workspace.Senses.CSharp.Views;

namespace Tako.Workspace.Senses.CSharp;

/// <summary>
/// The C# projects of a repository, compiled in memory from a shadow. Opening reads nothing; what is compiled once is kept, so
/// that a small edit costs a small part. No code of the repository, its packages or its build is run. Safe for concurrent use.
/// </summary>
public sealed class CSharpWorkspace
{
    private const int MaxViews = 8;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Recent<WorkspaceView> _views = new(MaxViews);
    private readonly ViewBuilder _builder;

    private CSharpWorkspace(Shadow start, CSharpOptions options)
    {
        (Start, Options) = (start, options);
        _builder = new ViewBuilder(start, options);
    }

    internal Shadow Start { get; }

    internal CSharpOptions Options { get; }

    /// <param name="start">The shadow that the limb begins with; senses tell only what is wrong beyond it.</param>
    /// <param name="options">Null for the usual ones.</param>
    public static CSharpWorkspace Open(Shadow start, CSharpOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(start);
        return new CSharpWorkspace(start, options ?? new CSharpOptions());
    }

    /// <summary>
    /// One compilation for each project that can be compiled, those it refers to first. Each tree's file path is the file's path
    /// in the repository. Empty when nothing can be compiled.
    /// </summary>
    public async ValueTask<IReadOnlyList<CSharpCompilation>> CompileAsync(Shadow shadow, CancellationToken cancellationToken)
    {
        var view = await ViewAsync(shadow, cancellationToken);
        return [.. view.Projects.Select(project => project.Compilation).OfType<CSharpCompilation>()];
    }

    /// <summary>The repository as the limb found it.</summary>
    internal ValueTask<WorkspaceView> ViewOfStartAsync(CancellationToken cancellationToken) => ViewAsync(Start, cancellationToken);

    internal async ValueTask<WorkspaceView> ViewAsync(Shadow shadow, CancellationToken cancellationToken)
    {
        if (shadow.Root != Start.Root)
            throw new ArgumentException($"The workspace was opened on {Start.Root}; the shadow is of {shadow.Root}.", nameof(shadow));
        await _one.WaitAsync(cancellationToken);
        try
        {
            return _views.Find(shadow.Hash) ?? _views.Find(shadow.Hash, _builder.Build(shadow, cancellationToken));
        }
        finally
        {
            _one.Release();
        }
    }
}
