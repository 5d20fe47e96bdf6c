using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Tako.Workspace.Senses;

/// <summary>A name for a pain that stays the same while line numbers, addresses, folders and times change.</summary>
internal static partial class PainFingerprint
{
    private const int MaxMessage = 4_000;

    public static string Of(string tool, string code, string? test, string message)
    {
        var text = message.Length > MaxMessage ? message[..MaxMessage] : message;
        text = Paths().Replace(text, "<path>");
        text = Identifiers().Replace(text, "<n>");
        text = Addresses().Replace(text, "<n>");
        text = Numbers().Replace(text, "<n>");
        text = Spaces().Replace(text, " ").Trim();
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{tool}\n{code}\n{test}\n{text}"));
        return Convert.ToHexStringLower(digest.AsSpan(0, 8));
    }

    [GeneratedRegex(@"(?:[A-Za-z]:)?(?:[\w.~+-]*[/\\])+[\w.~+-]*", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Paths();

    [GeneratedRegex(@"\b[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\b", RegexOptions.CultureInvariant
        | RegexOptions.NonBacktracking)]
    private static partial Regex Identifiers();

    [GeneratedRegex(@"0x[0-9A-Fa-f]+|\b[0-9a-fA-F]{8,}\b", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Addresses();

    [GeneratedRegex(@"[0-9]+(?:[.,:][0-9]+)*", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();
}
