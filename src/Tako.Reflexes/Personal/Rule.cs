namespace Tako.Reflexes.Personal;

/// <summary>Whether a value is sound; it comes without separators, in capitals.</summary>
internal delegate bool Check(ReadOnlySpan<char> value);

/// <summary>How values of a kind look, and what must hold for them.</summary>
/// <param name="Kind">What is found.</param>
/// <param name="Pattern">The written form; see <see cref="Shapes.Shape"/> for its letters.</param>
/// <param name="Check">Beyond the form; null where there is no more to check.</param>
/// <param name="Score">Instead of the kind's, for a form that is more or less telling than its others.</param>
internal sealed record Rule(PersonalKind Kind, string Pattern, Check? Check = null, double? Score = null)
{
    public double Alone => Score ?? Kind.Score;

    /// <summary>
    /// A letter may stand right before the value, as in <c>code is010203</c>; only for forms that hardly occur by chance.
    /// </summary>
    public bool Glued { get; init; }

    /// <summary>In small letters it may be a common word: then no context raises it.</summary>
    public bool Capitals { get; init; }
}
