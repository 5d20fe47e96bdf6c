namespace Tako.Reflexes.Names.Training;

/// <summary>A text of which it is known what stands where.</summary>
public sealed record LabelledText(string Text, IReadOnlyList<LabelledSpan> Spans);

/// <summary>Something that stands in a text, in UTF-16 characters.</summary>
/// <param name="Kind">In lower case with underscores, such as <c>person</c>.</param>
public readonly record struct LabelledSpan(int Start, int Length, string Kind)
{
    public int End => Start + Length;
}
