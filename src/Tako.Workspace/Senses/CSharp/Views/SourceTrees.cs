using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.CSharp.Views;

/// <summary>Parsed files by content; the newest are kept.</summary>
internal sealed class SourceTrees
{
    private const int MaxKept = 1_024;
    private readonly Dictionary<(string Path, string Hash, CSharpParseOptions Options), SyntaxTree> _kept = [];
    private readonly Lock _lock = new();

    public SyntaxTree Parse(string path, string hash, CSharpParseOptions options, ReadOnlyMemory<byte> content,
        CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_kept.TryGetValue((path, hash, options), out var known))
                return known;
        }

        var tree = Parse(path, options, content, cancellationToken);
        lock (_lock)
        {
            if (_kept.Count >= MaxKept)
                _kept.Clear();
            return _kept.TryGetValue((path, hash, options), out var other) ? other : _kept[(path, hash, options)] = tree;
        }
    }

    public static SyntaxTree Parse(string path, CSharpParseOptions options, ReadOnlyMemory<byte> content,
        CancellationToken cancellationToken)
    {
        var bytes = System.Runtime.InteropServices.MemoryMarshal.TryGetArray(content, out var part) && part.Offset == 0
            ? part.Array! : content.ToArray();
        return CSharpSyntaxTree.ParseText(SourceText.From(bytes, content.Length, Encoding.UTF8, SourceHashAlgorithm.Sha256),
            options, path,
            cancellationToken);
    }
}
