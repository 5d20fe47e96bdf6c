namespace Tako.Workspace.Senses.CSharp.Views;

/// <summary>The things that were used last, up to a number.</summary>
internal sealed class Recent<T>(int most)
    where T : class
{
    private readonly Dictionary<string, LinkedListNode<(string Key, T Value)>> _byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, T Value)> _order = new();

    public T? Find(string key)
    {
        if (!_byKey.TryGetValue(key, out var node))
            return null;
        _order.Remove(node);
        _order.AddFirst(node);
        return node.Value.Value;
    }

    /// <summary>The one that is kept under the key, or else the given one from now on.</summary>
    public T Find(string key, T otherwise)
    {
        if (Find(key) is { } known)
            return known;
        _byKey[key] = _order.AddFirst((key, otherwise));
        if (_order.Count > most)
        {
            _byKey.Remove(_order.Last!.Value.Key);
            _order.RemoveLast();
        }

        return otherwise;
    }
}
