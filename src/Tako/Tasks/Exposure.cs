using Tako.Core.Labels;

namespace Tako.Tasks;

/// <summary>
/// What an arm has been shown while it worked: the join of the labels and the names of the sources. Whatever the arm makes
/// carries both. Safe for concurrent use.
/// </summary>
public sealed class Exposure
{
    private readonly Lock _lock = new();
    private readonly List<string> _sources = [];
    private Label _seen = Labels.None;

    public Label Seen
    {
        get
        {
            lock (_lock)
                return _seen;
        }
    }

    /// <summary>In the order in which they were first shown.</summary>
    public IReadOnlyList<string> Sources
    {
        get
        {
            lock (_lock)
                return [.. _sources];
        }
    }

    internal void Show(string source, Label label)
    {
        lock (_lock)
        {
            _seen = _seen.Join(label);
            if (!_sources.Contains(source))
                _sources.Add(source);
        }
    }
}
