using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Tako.Workspace.Sandbox.Live;

namespace Tako.Workspace.Sandbox.Warm;

/// <summary>
/// Looks at every entry of a repository, one level of folders after another, on all processors and without a string a file.
/// </summary>
internal sealed class DiskWalk(string root, CancellationToken cancellationToken)
{
    private const int NotThere = 2;
    private const int NoAccess = 13;
    private const int NoFolder = 20;

    /// <summary>Of struct linux_dirent64: length of the entry, and where its name begins.</summary>
    private const int LengthAt = 16, NameAt = 19;

    private static readonly DiskStamp Nothing = new(0, 0, 0, 0, true);
    private readonly List<byte[]> _next = [];
    private readonly Lock _one = new();
    private DiskStamp _sum = Nothing;

    public DiskStamp Sum()
    {
        if (NativeCalls.Stat(root) is not { } top)
            return default;
        // Reading git's folder changes nothing; writing to it changes the root's own times.
        _sum = Nothing.With(top.Number, top.Device, 0);
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        for (List<byte[]> level = [Encoding.UTF8.GetBytes(root + "\0")]; level.Count > 0;)
        {
            if (level.Count == 1)
                Add(Folder(level[0], isRoot: level[0].Length == Encoding.UTF8.GetByteCount(root) + 1, new byte[1 << 16]));
            else
                Parallel.ForEach(level, options, static () => (Sum: Nothing, Buffer: new byte[1 << 16]),
                    (folder, _, own) => (own.Sum + Folder(folder, isRoot: false, own.Buffer), own.Buffer), own => Add(own.Sum));
            level = [.. _next];
            _next.Clear();
        }

        return _sum;
    }

    private void Add(DiskStamp part)
    {
        lock (_one)
            _sum += part;
    }

    private DiskStamp Folder(byte[] path, bool isRoot, byte[] buffer)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var folder = LiveCalls.OpenForNames(path);
        if (folder is null)
            return Nothing with { Complete = LiveCalls.LastError is NotThere or NoAccess or NoFolder };
        var sum = Nothing;
        var below = new List<byte[]>();
        int count;
        while ((count = LiveCalls.Entries(folder, buffer)) > 0)
        {
            for (var at = 0; at < count; at += BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(at + LengthAt)))
                sum = Entry(folder, path, isRoot, buffer.AsSpan(at + NameAt), below, sum);
        }

        if (below.Count > 0)
        {
            lock (_one)
                _next.AddRange(below);
        }

        return count < 0 ? sum with { Complete = false } : sum;
    }

    private static DiskStamp Entry(SafeFileHandle folder, byte[] path, bool isRoot, Span<byte> name, List<byte[]> below, DiskStamp sum)
    {
        var length = name.IndexOf((byte)0);
        var bare = name[..length];
        // Git's and Tako's own folders are shown from the disk itself.
        if (bare.SequenceEqual("."u8) || bare.SequenceEqual(".."u8)
            || (isRoot && (bare.SequenceEqual(".git"u8) || bare.SequenceEqual(".tako"u8))))
            return sum;
        Span<byte> statx = stackalloc byte[256];
        if (!LiveCalls.StatEntry(folder, ref MemoryMarshal.GetReference(name), statx))
            return LiveCalls.LastError is NotThere or NoAccess ? sum.With((ulong)length, 0, 0) : sum with { Complete = false };
        var inode = Inode.Read(statx);
        // Links are not followed.
        if (inode.IsFolder)
            below.Add([.. path.AsSpan(0, path.Length - 1), (byte)'/', .. bare, 0]);
        return sum.With(inode.Number, inode.Device, inode.Changed);
    }
}
