namespace Tako.Core.Labels;

/// <summary>A value together with its label.</summary>
public sealed record Labeled<T>(T Value, Label Label)
{
    /// <summary>A value made from this one alone: it keeps the label.</summary>
    public Labeled<TResult> Map<TResult>(Func<T, TResult> make) => new(make(Value), Label);

    /// <summary>A value made from this one and another: it has the join of both labels.</summary>
    public Labeled<TResult> Combine<TOther, TResult>(Labeled<TOther> other, Func<T, TOther, TResult> make) =>
        new(make(Value, other.Value), Label.Join(other.Label));
}
