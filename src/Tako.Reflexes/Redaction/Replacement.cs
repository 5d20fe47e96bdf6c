using System.Security.Cryptography;
using System.Text;
using Tako.Core.Labels;
using Tako.Reflexes.Pseudonyms;

namespace Tako.Reflexes.Redaction;

/// <summary>What is put in the place of a finding. Where findings overlap, the one that hides more wins.</summary>
public abstract record Replacement
{
    /// <summary>Stands above all but removal: a token is not hidden once more.</summary>
    internal const int TokenStrength = 4;

    private Replacement() { }

    /// <summary>How much it hides.</summary>
    internal abstract int Strength { get; }

    internal abstract string Of(ReadOnlySpan<char> value, string kind);

    /// <summary>Nothing.</summary>
    public sealed record Remove : Replacement
    {
        internal override int Strength => 5;

        internal override string Of(ReadOnlySpan<char> value, string kind) => "";
    }

    /// <summary>The kind in brackets, such as <c>[us_ssn]</c>.</summary>
    public sealed record Mask : Replacement
    {
        internal override int Strength => 3;

        internal override string Of(ReadOnlySpan<char> value, string kind) => $"[{kind}]";
    }

    /// <summary>The kind and a keyed hash, such as <c>[email:5f0c2a91d3e4]</c>: equal values stay equal and do not come back.</summary>
    /// <param name="Key">At least 16 bytes from a source of chance.</param>
    public sealed record KeyedHash(ReadOnlyMemory<byte> Key) : Replacement
    {
        private const int Shown = 6;

        public ReadOnlyMemory<byte> Key { get; } = Key.Length >= 16
            ? Key
            : throw new ArgumentException("A keyed hash needs a key of at least 16 bytes; a shorter one can be guessed.", nameof(Key));

        internal override int Strength => 2;

        internal override string Of(ReadOnlySpan<char> value, string kind)
        {
            var hash = HMACSHA256.HashData(Key.Span, Encoding.UTF8.GetBytes($"{kind}\0{value}"));
            return $"[{kind}:{Convert.ToHexStringLower(hash.AsSpan(0, Shown))}]";
        }
    }

    /// <summary>A token that a vault takes back; the mask where the vault is full.</summary>
    /// <param name="Level">Who may see the value again.</param>
    public sealed record Pseudonym(PseudonymVault Vault, Confidentiality Level = Confidentiality.Confidential) : Replacement
    {
        internal override int Strength => 1;

        internal override string Of(ReadOnlySpan<char> value, string kind) =>
            Vault.Hide(value, kind, Level) is { } token ? token.ToString() : $"[{kind}]";
    }

    /// <summary>Stars for all letters and digits but the last, at most half of them: <c>**** **** **** 4242</c>.</summary>
    public sealed record Partial(int Keep = 4) : Replacement
    {
        internal override int Strength => 0;

        internal override string Of(ReadOnlySpan<char> value, string kind)
        {
            var hidden = 0;
            foreach (var letter in value)
                hidden += IsPart(letter) ? 1 : 0;
            hidden -= Math.Clamp(Keep, 0, hidden / 2);
            var text = new StringBuilder(value.Length);
            foreach (var letter in value)
                text.Append(IsPart(letter) && hidden-- > 0 ? '*' : letter);
            return text.ToString();
        }

        private static bool IsPart(char letter) => char.IsLetterOrDigit(letter) || char.IsSurrogate(letter);
    }
}
