namespace Tako.Core.Faults;

/// <summary>One thing wrong with what a person or a model wrote: where, what, and the way out.</summary>
/// <param name="Path">JSON Pointer of the value, such as <c>/budget/usd</c>.</param>
/// <param name="Line">Line in the text from 1, or 0 when the value did not come from a text.</param>
public sealed record Fault(string Path, int Line, string Message)
{
    public override string ToString() => Line > 0 ? $"line {Line}: {Path}: {Message}" : $"{Path}: {Message}";
}
