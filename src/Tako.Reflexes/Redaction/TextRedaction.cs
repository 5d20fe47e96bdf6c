using System.Text;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Pseudonyms;

namespace Tako.Reflexes.Redaction;

/// <summary>Replaces findings in texts: one place for masks, hashes, partial values, removals and pseudonyms.</summary>
public static class TextRedaction
{
    /// <summary>
    /// Replaces every finding as told. Where findings overlap, each character goes with what hides most, then with the longer
    /// finding; what sticks out of the winner is replaced on its own. Tokens of a vault are left alone but for removal.
    /// </summary>
    /// <param name="how">What becomes of a finding; null leaves it.</param>
    public static RedactedText Apply(string text, ReadOnlySpan<Finding> findings, Func<Finding, Replacement?> how)
    {
        var claims = Claims(text, findings, how);
        if (claims.Count == 0)
            return new RedactedText(text, OffsetMap.Same);
        claims.AddRange(Tokens(text));
        var result = new StringBuilder(text.Length + 32);
        var parts = new List<OffsetMap.Part>();
        var copied = 0;
        foreach (var (start, end, claim) in Overlaps.Settle(claims))
        {
            if (claim.How is null || Narrow(text, start, end, claim) is not { Length: > 0 } piece)
                continue;
            result.Append(text, copied, piece.Start - copied);
            var after = claim.How.Of(text.AsSpan(piece.Start, piece.Length), claim.Kind);
            parts.Add(new OffsetMap.Part(piece.Start, piece.Length, result.Length, after.Length));
            result.Append(after);
            copied = piece.Start + piece.Length;
        }

        return parts.Count == 0
            ? new RedactedText(text, OffsetMap.Same)
            : new RedactedText(result.Append(text, copied, text.Length - copied).ToString(), new OffsetMap(parts));
    }

    private static List<Claim> Claims(string text, ReadOnlySpan<Finding> findings, Func<Finding, Replacement?> how)
    {
        var claims = new List<Claim>();
        foreach (var finding in findings)
        {
            var (start, end) = (Math.Clamp(finding.Start, 0, text.Length), Math.Clamp(finding.End, 0, text.Length));
            if (end > start && how(finding) is { } replacement)
                claims.Add(new Claim(start, end, finding.Kind, replacement));
        }

        return claims;
    }

    private static IEnumerable<Claim> Tokens(string text)
    {
        for (var at = 0; TokenReader.Start(text.AsSpan(at)) is var next and >= 0;)
        {
            at += next;
            var reading = TokenReader.Read(text.AsSpan(at));
            if (reading.End == TokenEnd.Token)
                yield return new Claim(at, at + reading.Length, "", null);
            at += reading.End == TokenEnd.Token ? reading.Length : 1;
        }
    }

    // A whole finding goes as it is. Of one that lost a part to another, the spaces and commas in between are nobody's.
    private static (int Start, int Length) Narrow(string text, int start, int end, Claim claim)
    {
        if (start == claim.Start && end == claim.End)
            return (start, end - start);
        while (start < end && !IsPart(text[start]))
            start++;
        while (end > start && !IsPart(text[end - 1]))
            end--;
        return (start, end - start);
    }

    private static bool IsPart(char letter) => char.IsLetterOrDigit(letter) || char.IsSurrogate(letter);
}
