using System.Text.RegularExpressions;

namespace Tako.Workspace.Guard.Laws;

/// <summary>Compiles expressions that a law names; they run in time linear in the text, whatever they are.</summary>
internal static class LawPattern
{
    public const int MaxLength = 500;

    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <exception cref="ArgumentException">The text is no such expression.</exception>
    public static Regex Compile(string pattern) => new(pattern, Options);

    /// <summary>Why the text cannot be used; null when it can.</summary>
    public static string? Refuse(string pattern)
    {
        if (pattern.Length > MaxLength)
            return $"is longer than {MaxLength} characters";
        try
        {
            _ = Compile(pattern);
            return null;
        }
        catch (NotSupportedException)
        {
            return "looks ahead, behind or back, which a rule may not; write it without";
        }
        catch (ArgumentException wrong)
        {
            return $"is no regular expression: {wrong.Message}";
        }
    }
}
