using System.Text;

namespace Tako.Workspace.Repositories;

/// <summary>An entry of a git tree.</summary>
internal sealed record GitEntry(string Mode, string Id)
{
    public bool IsTree => Mode is "040000" or "40000";

    public bool IsLink => Mode == "120000";

    public bool IsSubmodule => Mode == "160000";

    public UnixFileMode Rights => Mode == "100755" ? (UnixFileMode)0x1ED : (UnixFileMode)0x1A4;
}

/// <summary>Reads objects of a repository, many in one call.</summary>
internal static class GitObjects
{
    /// <summary>Contents by id; those that are missing are left out.</summary>
    public static async ValueTask<Dictionary<string, ReadOnlyMemory<byte>>> ReadAsync(Git git, IReadOnlyCollection<string> ids,
        CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        if (ids.Count == 0)
            return found;
        var wanted = ids.Distinct(StringComparer.Ordinal).ToList();
        var answer = await git.RunAsync(["cat-file", "--batch"], Encoding.ASCII.GetBytes(string.Concat(wanted.Select(id => id + "\n"))),
            cancellationToken).ConfigureAwait(false);
        if (!answer.Succeeded)
            throw new IOException($"Git could not read its objects: {answer.Error}");
        var rest = answer.Output;
        foreach (var id in wanted)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            if (end < 0)
                break;
            var head = Encoding.ASCII.GetString(rest.Span[..end]).Split(' ');
            rest = rest[(end + 1)..];
            if (head is not [_, _, var length] || !int.TryParse(length, out var size) || size > rest.Length)
                continue;
            found[id] = rest[..size];
            rest = rest[Math.Min(rest.Length, size + 1)..];
        }

        return found;
    }

    /// <summary>The entries of a tree object.</summary>
    /// <param name="idBytes">Bytes of an id: 20, or 32 in a repository of SHA-256.</param>
    public static Dictionary<string, GitEntry> ParseTree(ReadOnlySpan<byte> tree, int idBytes)
    {
        var entries = new Dictionary<string, GitEntry>(StringComparer.Ordinal);
        while (tree.IndexOf((byte)' ') is var space and > 0)
        {
            var mode = Encoding.ASCII.GetString(tree[..space]);
            tree = tree[(space + 1)..];
            var end = tree.IndexOf((byte)0);
            entries[Encoding.UTF8.GetString(tree[..end])] =
                new GitEntry(mode.PadLeft(6, '0'), Convert.ToHexStringLower(tree.Slice(end + 1, idBytes)));
            tree = tree[(end + 1 + idBytes)..];
        }

        return entries;
    }
}
