namespace Tako.Workspace.Sandbox.Warm;

/// <summary>
/// A sum over the inode and change time of every file and folder of a repository: different as soon as anything was written,
/// made, moved or removed. An overlay whose lower folder changes under it may show either state.
/// </summary>
/// <remarks>
/// Everything is asked for, every time. A watch by inotify would be cheaper and would miss what is written through a memory map,
/// through another name of the file, or by another machine; change times of folders miss what is written into a file.
/// </remarks>
/// <param name="Newest">The latest change, in nanoseconds since 1970.</param>
/// <param name="Complete">False where part of the repository could not be looked at: then nothing is known to be unchanged.</param>
internal readonly record struct DiskStamp(ulong First, ulong Second, long Entries, long Newest, bool Complete)
{
    private const int Attempts = 4;

    /// <summary>Two changes within one tick of a kernel's clock may carry the same time; so long a first one must be past.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    public static async Task<DiskStamp> OfAsync(string root, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var began = time.GetUtcNow();
            var stamp = await Task.Run(() => new DiskWalk(root, cancellationToken).Sum(), cancellationToken);
            if ((began - DateTimeOffset.UnixEpoch - TimeSpan.FromTicks(stamp.Newest / 100)).Duration() > Tick)
                return stamp;
            await Task.Delay(Tick, time, cancellationToken);
        }

        // Somebody writes without a pause.
        return default;
    }

    public DiskStamp With(ulong number, ulong device, long changed)
    {
        var mixed = (number * 0x9E3779B97F4A7C15) ^ ((ulong)changed * 0xC2B2AE3D27D4EB4F) ^ device;
        return new DiskStamp(First + Mix(mixed), Second + Mix(~mixed * 0xD6E8FEB86659FD93), Entries + 1,
            Math.Max(Newest, changed), Complete);
    }

    public static DiskStamp operator +(DiskStamp one, DiskStamp other) => new(one.First + other.First, one.Second + other.Second,
        one.Entries + other.Entries, Math.Max(one.Newest, other.Newest), one.Complete && other.Complete);

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
