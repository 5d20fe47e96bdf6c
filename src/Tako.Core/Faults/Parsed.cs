namespace Tako.Core.Faults;

/// <summary>A parsed value, or every fault that was found.</summary>
public abstract record Parsed<T>
{
    private Parsed() { }

    public sealed record Ok(T Value) : Parsed<T>;

    public sealed record Faulty(IReadOnlyList<Fault> Faults) : Parsed<T>;
}
