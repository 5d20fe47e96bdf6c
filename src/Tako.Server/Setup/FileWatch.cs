namespace Tako.Server.Setup;

/// <summary>
/// Tells of changes to one file and to another one beside it, however an editor or a deployment writes it: the whole folder is watched, and
/// a burst of events is one change.
/// </summary>
internal sealed class FileWatch : IDisposable
{
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(150);
    private readonly FileSystemWatcher _watcher;
    private readonly ITimer _timer;
    private readonly string _file;
    private readonly Func<string?> _beside;
    private byte[] _seen;

    /// <param name="beside">A file that the first one names, in the same folder; null where it names none.</param>
    public FileWatch(string file, Func<string?> beside, TimeProvider time, Action changed)
    {
        (_file, _beside) = (Path.GetFullPath(file), beside);
        _seen = Read();
        _timer = time.CreateTimer(_ => Look(changed), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _watcher = new FileSystemWatcher(Path.GetDirectoryName(_file)!) { IncludeSubdirectories = false };
        _watcher.Changed += Soon;
        _watcher.Created += Soon;
        _watcher.Renamed += Soon;
        _watcher.Deleted += Soon;
        _watcher.EnableRaisingEvents = true;
    }

    public void Dispose()
    {
        _watcher.Dispose();
        _timer.Dispose();
    }

    private void Soon(object sender, FileSystemEventArgs what) => _timer.Change(Settling, Timeout.InfiniteTimeSpan);

    private void Look(Action changed)
    {
        var now = Read();
        if (now.AsSpan().SequenceEqual(_seen))
            return;
        _seen = now;
        changed();
    }

    // A file that is gone or cannot be read is a change as well: whoever reads it next says what is wrong.
    private byte[] Read() => [.. Read(_file), .. _beside() is { } beside ? Read(beside) : []];

    private static byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
