namespace Tako.Workspace.Sandbox;

/// <summary>What was made ready for runs to come, under the key of what it is ready for. A limited number; it ends with Tako.</summary>
internal sealed class Spares<T>
    where T : class, IDisposable
{
    private readonly List<(string Key, T Spare)> _waiting = [];
    private readonly Lock _one = new();
    private readonly int _limit;
    private bool _over;

    public Spares(int limit)
    {
        _limit = limit;
        // Their input ends with this process in any case; only control groups would stay behind.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
    }

    /// <summary>The one that has waited longest, which is surely ready by now; null when there is none.</summary>
    public T? Take(string key)
    {
        lock (_one)
        {
            var at = _waiting.FindIndex(waiting => waiting.Key == key);
            if (at < 0)
                return null;
            var found = _waiting[at].Spare;
            _waiting.RemoveAt(at);
            return found;
        }
    }

    /// <summary>Keeps one more; when there are too many the oldest of all goes.</summary>
    public void Add(string key, T spare)
    {
        T? superfluous = null;
        lock (_one)
        {
            _waiting.Add((key, spare));
            if (_over || _waiting.Count > _limit)
            {
                superfluous = _waiting[0].Spare;
                _waiting.RemoveAt(0);
            }
        }

        superfluous?.Dispose();
    }

    /// <summary>Whether fewer than <paramref name="wanted"/> wait for this key and there is room for one more.</summary>
    public bool IsMissing(string key, int wanted)
    {
        lock (_one)
            return !_over && _waiting.Count < _limit && _waiting.Count(waiting => waiting.Key == key) < wanted;
    }

    private void End()
    {
        lock (_one)
        {
            _over = true;
            foreach (var (_, spare) in _waiting)
                spare.Dispose();
            _waiting.Clear();
        }
    }
}
