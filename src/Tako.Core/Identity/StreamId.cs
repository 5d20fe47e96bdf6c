namespace Tako.Core.Identity;

/// <summary>
/// Names one stream of events by kind and id, such as <c>task/t-0198…</c> or <c>approval/a-0198…</c>.
/// </summary>
public readonly record struct StreamId(string Value)
{
    public override string ToString() => Value;
}
