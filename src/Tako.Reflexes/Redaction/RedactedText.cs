namespace Tako.Reflexes.Redaction;

/// <summary>A text whose findings were replaced.</summary>
/// <param name="Map">Which place of the one text is which of the other.</param>
public readonly record struct RedactedText(string Text, OffsetMap Map);
