namespace Tako.Models.Wire;

/// <summary>
/// What a provider wants back beside a thought. Anthropic's signatures stand as they are; what another provider would choke on is
/// marked with where it comes from, so that it survives a client of any protocol and is only ever given back to its own kind.
/// </summary>
internal static class ThoughtSeal
{
    private const string Redacted = "redacted_thinking:";
    private const string Responses = "responses:";
    private const string Messages = "messages:";

    /// <summary>A thought that Anthropic shows to nobody.</summary>
    public static string OfRedacted(string sealedThought) => Redacted + sealedThought;

    /// <summary>A reasoning item of OpenAI's.</summary>
    public static string OfItem(string? id, string encrypted) => $"{Responses}{id}:{encrypted}";

    public static bool TryRedacted(string? seal, out string sealedThought)
    {
        var (isRedacted, rest) = Cut(seal, Redacted);
        sealedThought = rest;
        return isRedacted;
    }

    public static bool TryItem(string? seal, out string id, out string encrypted)
    {
        var (isItem, rest) = Cut(seal, Responses);
        var colon = rest.IndexOf(':');
        (id, encrypted) = colon < 0 ? ("", rest) : (rest[..colon], rest[(colon + 1)..]);
        return isItem;
    }

    /// <summary>Whether it is a signature of Anthropic's.</summary>
    public static bool IsSignature(string? seal) =>
        seal is { Length: > 0 } && !Cut(seal, Redacted).Is && !Cut(seal, Responses).Is;

    /// <summary>As the encrypted content that a Responses client keeps and gives back.</summary>
    /// <param name="id">The item's name there; a seal of an item with another name takes that name along.</param>
    public static string AsEncrypted(string seal, string id) =>
        TryItem(seal, out var given, out var encrypted) && (given == id || given.Length == 0) ? encrypted
        : IsSignature(seal) ? Messages + seal
        : seal;

    /// <summary>The seal that a Responses client gives back.</summary>
    public static string OfEncrypted(string? id, string encrypted) => Cut(encrypted, Messages) switch
    {
        (true, var signature) => signature,
        _ when Cut(encrypted, Redacted).Is || Cut(encrypted, Responses).Is => encrypted,
        _ => OfItem(id, encrypted),
    };

    private static (bool Is, string After) Cut(string? seal, string prefix) =>
        seal?.StartsWith(prefix, StringComparison.Ordinal) == true ? (true, seal[prefix.Length..]) : (false, "");
}
