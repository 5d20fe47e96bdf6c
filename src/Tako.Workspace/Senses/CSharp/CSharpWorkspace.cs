using Microsoft.CodeAnalysis.CSharp;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.CSharp;

/// <summary>
/// The C# projects of a repository, compiled in memory from a shadow. Opening reads nothing; what is compiled once is kept, so
/// that a small edit costs a small part.
/// </summary>
public sealed class CSharpWorkspace
{
    private CSharpWorkspace(Shadow start, CSharpOptions options) => (Start, Options) = (start, options);

    internal Shadow Start { get; }

    internal CSharpOptions Options { get; }

    /// <param name="start">The shadow that the limb begins with; senses tell only what is wrong beyond it.</param>
    /// <param name="options">Null for the usual ones.</param>
    public static CSharpWorkspace Open(Shadow start, CSharpOptions? options = null) => new(start, options ?? new CSharpOptions());

    /// <summary>
    /// One compilation for each project that can be compiled, those it refers to first. Each tree's file path is the file's path
    /// in the repository. Empty when nothing can be compiled.
    /// </summary>
    public ValueTask<IReadOnlyList<CSharpCompilation>> CompileAsync(Shadow shadow, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<CSharpCompilation>>([]);
}
