namespace Tako.Core.Schema;

/// <summary>One way in which a value does not fit its schema.</summary>
/// <param name="Path">JSON Pointer of the value; empty for the whole.</param>
/// <param name="Message">What was expected and what was found, for a person or a model to act on.</param>
public sealed record SchemaError(string Path, string Message)
{
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
