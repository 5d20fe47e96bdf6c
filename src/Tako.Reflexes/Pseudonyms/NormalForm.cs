namespace Tako.Reflexes.Pseudonyms;

/// <summary>One form for the ways in which a value is written: without case, without doubled spaces, numbers without separators.</summary>
internal static class NormalForm
{
    public static string Of(ReadOnlySpan<char> value, char kind)
    {
        var number = PseudonymKinds.IsNumber(kind);
        var normal = value.Length <= 256 ? stackalloc char[value.Length] : new char[value.Length];
        var length = 0;
        foreach (var letter in value.Trim())
        {
            if (number && !char.IsLetterOrDigit(letter))
                continue;
            if (char.IsWhiteSpace(letter))
            {
                if (normal[length - 1] != ' ')
                    normal[length++] = ' ';
                continue;
            }

            normal[length++] = char.ToUpperInvariant(letter);
        }

        return normal[..length].ToString();
    }
}
