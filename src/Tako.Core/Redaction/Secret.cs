namespace Tako.Core.Redaction;

/// <summary>A value that must not appear anywhere, and the name that stands in its place.</summary>
/// <param name="Name">Where it comes from, such as <c>OPENAI_API_KEY</c> or <c>models.fast.key</c>.</param>
public sealed record Secret(string Name, string Value)
{
    /// <summary>Never the value: a record would print it.</summary>
    public override string ToString() => $"[secret:{Name}]";
}
