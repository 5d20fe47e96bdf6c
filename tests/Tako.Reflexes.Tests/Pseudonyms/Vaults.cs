using Tako.Core.Labels;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Pseudonyms;
using Tako.Reflexes.Redaction;

namespace Tako.Reflexes.Tests.Pseudonyms;

/// <summary>Vaults with a key of their own and findings by value.</summary>
internal static class Vaults
{
    public static readonly byte[] Master = [.. Enumerable.Range(0, 32).Select(static number => (byte)(number * 7))];

    public static PseudonymVault New(
        string session = "s-1", string tenant = "acme", TimeProvider? time = null, PseudonymOptions? options = null) =>
        new(Master, tenant, session, time ?? new SetTime(), options);

    public static string Token(this PseudonymVault vault, string value, string kind = "person",
        Confidentiality level = Confidentiality.Confidential) => vault.Hide(value, kind, level)!.Value.ToString();

    public static Restoration Restore(this PseudonymVault vault, string text) =>
        new PseudonymRestorer(vault, Confidentiality.Secret).Restore(text);

    /// <summary>Where the values stand in the text, the first of each.</summary>
    public static Finding[] Find(string text, params (string Value, string Kind)[] values) =>
    [
        .. values.Select(value => new Finding(text.IndexOf(value.Value, StringComparison.Ordinal), value.Value.Length,
            FindingFamily.Personal, value.Kind, 1)),
    ];

    public static string Hide(this PseudonymVault vault, string text, params (string Value, string Kind)[] values) =>
        new Pseudonymiser(vault).Replace(text, Find(text, values), static _ => Confidentiality.Confidential).Text;
}
