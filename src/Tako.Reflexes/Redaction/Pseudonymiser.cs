using Tako.Core.Labels;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Pseudonyms;

namespace Tako.Reflexes.Redaction;

/// <summary>
/// Puts tokens in the place of findings. A token that stands in the text already is left alone, and the result depends on the
/// findings, not on their order.
/// </summary>
public sealed class Pseudonymiser(PseudonymVault vault)
{
    /// <param name="policy">Who may see the value of a finding later; null leaves the finding as it is.</param>
    public RedactedText Replace(string text, ReadOnlySpan<Finding> findings, Func<Finding, Confidentiality?> policy) =>
        TextRedaction.Apply(text, findings,
            finding => policy(finding) is { } level ? new Replacement.Pseudonym(vault, level) : null);
}
