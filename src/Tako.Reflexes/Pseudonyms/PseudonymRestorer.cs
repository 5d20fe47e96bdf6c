using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tako.Core.Labels;

namespace Tako.Reflexes.Pseudonyms;

/// <summary>
/// Puts values back in the place of tokens, for one receiver. A token is told by its check character and the vault; one that is
/// unknown, damaged or above the receiver's clearance stays as it is. Safe for concurrent use.
/// </summary>
/// <param name="clearance">The most confidential value that the receiver may see.</param>
public sealed class PseudonymRestorer(PseudonymVault vault, Confidentiality clearance)
{
    /// <summary>A text as a whole.</summary>
    public Restoration Restore(string text)
    {
        if (!TokenReader.IsIn(text))
            return new Restoration(text, default);
        var into = new StringBuilder(text.Length + 64);
        var counts = default(RestoreCounts);
        Run(text, last: true, json: false, into, ref counts);
        return new Restoration(counts.Restored == 0 ? text : into.ToString(), counts);
    }

    /// <summary>
    /// A text of JSON, such as a tool call's arguments: values are escaped where they land, also in JSON that is itself a string
    /// of JSON. All else stays to the character, whether or not it is valid.
    /// </summary>
    public Restoration RestoreJson(string json) => !TokenReader.IsIn(json)
        ? new Restoration(json, default)
        : new JsonRestorer(this).Restore(json);

    /// <summary>A text that comes in parts.</summary>
    /// <param name="json">Whether it is JSON, such as a tool call's arguments. JSON inside its strings is not looked into.</param>
    public RestoringStream OpenStream(bool json = false) => new(this, json);

    /// <summary>Writes what is settled and says how far that is.</summary>
    internal int Run(ReadOnlySpan<char> text, bool last, bool json, StringBuilder into, ref RestoreCounts counts)
    {
        var (at, copied) = (0, 0);
        while (TokenReader.Start(text[at..]) is var next and >= 0)
        {
            at += next;
            var reading = TokenReader.Read(text[at..]);
            switch (reading.End)
            {
                case TokenEnd.Open when !last:
                    into.Append(text[copied..at]);
                    return at;
                case TokenEnd.Token:
                    if (Value(reading.Token, ref counts) is { } value)
                    {
                        into.Append(text[copied..at]).Append(json ? Escaped(value) : value);
                        copied = at + reading.Length;
                    }

                    at += reading.Length;
                    break;
                default:
                    if (reading.End == TokenEnd.Damaged || (reading.End == TokenEnd.Open && TokenReader.IsCut(text[at..])))
                        counts = counts with { Damaged = counts.Damaged + 1 };
                    at++;
                    break;
            }
        }

        into.Append(text[copied..]);
        return text.Length;
    }

    internal static string Escaped(string value) => JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();

    private string? Value(PseudonymToken token, ref RestoreCounts counts)
    {
        switch (vault.Reveal(token, clearance))
        {
            case PseudonymLookup.Value value:
                counts = counts with { Restored = counts.Restored + 1 };
                return value.Text;
            case PseudonymLookup.Withheld:
                counts = counts with { Withheld = counts.Withheld + 1 };
                return null;
            default:
                counts = counts with { Unknown = counts.Unknown + 1 };
                return null;
        }
    }
}
