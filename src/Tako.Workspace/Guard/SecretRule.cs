using System.Text;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard;

/// <summary>No secret may be added: neither one of this machine, byte for byte, nor one that the scanner recognises.</summary>
internal sealed class SecretRule(Func<string, IReadOnlyList<SecretHit>> scan, IReadOnlyList<string> known)
{
    /// <summary>Shorter texts are words, not secrets.</summary>
    private const int MinLength = 8;

    private readonly byte[][] _known = [.. known.Where(secret => secret.Length >= MinLength).Select(Encoding.UTF8.GetBytes)];

    public IEnumerable<GuardFinding> Judge(IReadOnlyList<AddedLines> added) => added
        .Where(each => each.Change.Content is not null && each.Change.ContentHash != each.Change.Base?.Hash)
        .SelectMany(each => Known(each.Change).Concat(Scanned(each)));

    private IEnumerable<GuardFinding> Known(Change change)
    {
        var content = change.Content!.Value;
        foreach (var secret in _known)
        {
            var at = content.Span.IndexOf(secret);
            if (at >= 0 && (change.Base is null || change.Base.Content.Span.IndexOf(secret) < 0))
                yield return Finding(change.Path, content.Span[..at].Count((byte)'\n') + 1, "a secret of this machine");
        }
    }

    private IEnumerable<GuardFinding> Scanned(AddedLines added)
    {
        var (text, lines) = (added.Text, added.Lines);
        if (lines.Count == 0)
            yield break;
        foreach (var hit in scan(text))
        {
            var index = text.AsSpan(0, Math.Clamp(hit.Offset, 0, text.Length)).Count('\n');
            yield return Finding(added.Change.Path, lines[Math.Min(index, lines.Count - 1)], hit.Kind);
        }
    }

    private static GuardFinding Finding(RepoPath path, int line, string kind) => new("secret", Severity.Deny, path, line,
        $"The line would bring in {kind}.", "Read it from the environment or a store of secrets instead.");
}
