namespace Tako.Core.Schema.Validation;

/// <summary>Which properties and items of one value have been evaluated by some keyword so far.</summary>
internal sealed class Marks
{
    private HashSet<string>? _properties;
    private HashSet<int>? _items;
    private int _prefix;
    private bool _allProperties;

    public void Property(string name) => (_properties ??= new HashSet<string>(StringComparer.Ordinal)).Add(name);

    public void AllProperties() => _allProperties = true;

    public void Prefix(int count) => _prefix = Math.Max(_prefix, count);

    public void Item(int index) => (_items ??= []).Add(index);

    public bool HasProperty(string name) => _allProperties || _properties?.Contains(name) == true;

    public bool HasItem(int index) => index < _prefix || _items?.Contains(index) == true;

    public void Join(Marks other)
    {
        _allProperties |= other._allProperties;
        Prefix(other._prefix);
        if (other._properties is { } properties)
            (_properties ??= new HashSet<string>(StringComparer.Ordinal)).UnionWith(properties);
        if (other._items is { } items)
            (_items ??= []).UnionWith(items);
    }
}
