using Tako.Core.Labels;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Policies;
using Tako.Reflexes.Pseudonyms;
using Tako.Reflexes.Redaction;

namespace Tako.Reflexes.Pipeline;

/// <summary>What a policy's actions put into a text, with the keys and the vault of one session.</summary>
/// <param name="hashKey">At least 16 bytes where a policy hashes; null masks instead.</param>
/// <param name="vault">Of the session; null masks instead.</param>
public sealed class Replacements(ReadOnlyMemory<byte>? hashKey = null, PseudonymVault? vault = null)
{
    private static readonly Replacement Masked = new Replacement.Mask();
    private static readonly Replacement Parted = new Replacement.Partial();
    private static readonly Replacement Removed = new Replacement.Remove();
    private readonly Replacement _hashed = hashKey is { } key ? new Replacement.KeyedHash(key) : Masked;
    private readonly Replacement _pseudonym = vault is null ? Masked : new Replacement.Pseudonym(vault, Confidentiality.Confidential);

    /// <summary>Kinds in brackets for everything that a key or a vault would be needed for.</summary>
    public static Replacements Masks { get; } = new();

    /// <summary>Where pseudonyms come back from; null where there are none.</summary>
    public PseudonymVault? Vault => vault;

    /// <summary>A text with what was judged replaced.</summary>
    public string Apply(string text, IReadOnlyList<JudgedFinding> judged)
    {
        var findings = new Finding[judged.Count];
        var actions = new Dictionary<Finding, ReflexAction>(judged.Count);
        for (var index = 0; index < findings.Length; index++)
        {
            findings[index] = judged[index].Finding;
            actions[judged[index].Finding] = judged[index].Action;
        }

        return TextRedaction.Apply(text, findings, finding => Of(actions[finding])).Text;
    }

    // Of what is blocked or waits for a person nothing is shown either, should it be shown at all.
    private Replacement? Of(ReflexAction action) => action switch
    {
        ReflexAction.Allow or ReflexAction.Flag => null,
        ReflexAction.Partial => Parted,
        ReflexAction.Hash => _hashed,
        ReflexAction.Remove => Removed,
        ReflexAction.Pseudonym => _pseudonym,
        _ => Masked,
    };
}
