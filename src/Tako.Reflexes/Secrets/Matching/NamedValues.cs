using Tako.Reflexes.Secrets.Kinds;

namespace Tako.Reflexes.Secrets.Matching;

/// <summary>Whether a value with no format of its own is a secret, once its name says that it may be.</summary>
internal static class NamedValues
{
    public static bool IsPassword(ReadOnlySpan<char> value, ValueManner manner)
    {
        if (value.Length is < 6 or > 128 || Placeholders.Stands(value))
            return false;
        var (lower, upper, digits, signs) = Count(value);
        var classes = (lower > 0 ? 1 : 0) + (upper > 0 ? 1 : 0) + (digits > 0 ? 1 : 0) + (signs > 0 ? 1 : 0);
        if (classes < 2 || digits + signs == 0 || lower + upper == 0 || SecretLetters.Disorder(value) < 2.4)
            return false;
        if (IsUuid(value))
            return true;
        // Words joined by signs are a name.
        if (digits == 0 && (IsIdentifier(value) || signs < 2 || SecretLetters.IsWordy(value)))
            return manner == ValueManner.Quoted && signs > 0 && value.IndexOfAny("!#%^*~@") >= 0 && !IsMessage(value);
        return manner switch
        {
            ValueManner.Quoted or ValueManner.Argument => digits > 0 || signs > 1,
            ValueManner.Tight => !IsMember(value),
            // In code a bare value is the name of another thing, and in a sentence a word.
            _ => value.Length >= 8 && !IsMember(value) && (SecretLetters.Turns(value) > 1 || value.IndexOfAny("!#%^*~@$+") >= 0),
        };
    }

    public static bool IsToken(ReadOnlySpan<char> value, ValueManner manner)
    {
        if (value.Length < 10 || Placeholders.Stands(value))
            return false;
        var (lower, upper, digits, signs) = Count(value);
        if (lower + upper == 0 || (digits == 0 && (value.Length < 20 || !IsMixed(value))))
            return false;
        if (signs * 4 > value.Length || value.IndexOfAny("@ ()!?,;*") >= 0)
            return IsPassword(value, manner) && manner is not (ValueManner.Loose or ValueManner.Prose) && value.IndexOfAny("()") < 0;
        var least = value.Length switch { < 16 => 2.8, < 24 => 3.0, _ => 3.1 };
        if (SecretLetters.Disorder(value) < least || SecretLetters.IsWordy(value))
            return false;
        if (IsUuid(value))
            return true;
        if (!SecretLetters.HasDenseRun(value, Math.Min(value.Length, 8)) && digits > 0)
            return false;
        // A bare value of code: only what no one would call a variable.
        return manner is ValueManner.Quoted or ValueManner.Argument || (SecretLetters.Turns(value) > 1 || digits == 0)
            && (manner == ValueManner.Tight || value.Length >= 16 || SecretLetters.Turns(value) > 3);
    }

    /// <summary>Whether letters of both cases are mixed as no name does it.</summary>
    public static bool IsMixed(ReadOnlySpan<char> value)
    {
        var (lower, upper, _, _) = Count(value);
        return lower > 3 && upper > 3 && SecretLetters.Disorder(value) >= 3.2 && !SecretLetters.IsWordy(value);
    }

    /// <summary>Whether the value is the Base64 of a user and a password.</summary>
    public static bool IsBasic(ReadOnlySpan<char> value)
    {
        if (value.Length is < 12 or > SecretLimits.Window)
            return false;
        Span<char> decoded = stackalloc char[SecretLimits.Window];
        decoded = decoded[..EncodedRuns.DecodeBase64(value, decoded)];
        var colon = decoded.IndexOf(':');
        if (colon < 0 || decoded.Length - colon - 1 < 4 || decoded.IndexOfAnyExceptInRange(' ', '~') >= 0)
            return false;
        var password = decoded[(colon + 1)..];
        return !Placeholders.Holds(password) && SecretLetters.Disorder(password) >= 2;
    }

    private static (int Lower, int Upper, int Digits, int Signs) Count(ReadOnlySpan<char> value)
    {
        var (lower, upper, digits, signs) = (0, 0, 0, 0);
        foreach (var letter in value)
        {
            if (char.IsAsciiLetterLower(letter))
                lower++;
            else if (char.IsAsciiLetterUpper(letter))
                upper++;
            else if (char.IsAsciiDigit(letter))
                digits++;
            else
                signs++;
        }

        return (lower, upper, digits, signs);
    }

    private static bool IsUuid(ReadOnlySpan<char> value) => value.Length == 36 && Guid.TryParseExact(value, "D", out _);

    private static bool IsIdentifier(ReadOnlySpan<char> value)
    {
        foreach (var letter in value)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '-' or '.'))
                return false;
        }

        return true;
    }

    // Such as user.password2 or settings[3].
    private static bool IsMember(ReadOnlySpan<char> value)
    {
        var dot = value.IndexOf('.');
        return dot > 0 && dot < value.Length - 1 && char.IsAsciiLetter(value[0]) && char.IsAsciiLetter(value[dot + 1])
            && IsIdentifier(value) && SecretLetters.Turns(value) < 3;
    }

    private static bool IsMessage(ReadOnlySpan<char> value) => value[^1] is '!' or '?' or '.' or ':' && SecretLetters.IsWordy(value);
}
