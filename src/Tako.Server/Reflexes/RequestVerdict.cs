namespace Tako.Server.Reflexes;

/// <summary>What the reflexes make of a request.</summary>
public abstract record RequestVerdict
{
    private RequestVerdict() { }

    public sealed record Pass : RequestVerdict
    {
        internal static readonly Pass Instance = new();
    }

    /// <summary>Go on with this body instead.</summary>
    /// <param name="Reflex">Which reflex it was.</param>
    /// <param name="Findings">How many things were replaced.</param>
    public sealed record Rewrite(ReadOnlyMemory<byte> Body, string Reflex, int Findings) : RequestVerdict;

    /// <summary>Neither a cache nor a model may see it.</summary>
    /// <param name="Reason">What is wrong and what to do; quotes nothing of the request.</param>
    public sealed record Block(string Reflex, string Reason) : RequestVerdict;
}
