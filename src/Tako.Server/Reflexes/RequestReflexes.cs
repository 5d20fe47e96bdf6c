using System.Buffers;
using System.Text.Json;
using Tako.Reflexes.Secrets;

namespace Tako.Server.Reflexes;

/// <summary>
/// Looks at every text of a request before a cache or a model sees it. A request without findings goes on as the same bytes; else
/// the texts concerned are replaced and everything around them stays byte for byte. Safe for concurrent use.
/// </summary>
public sealed class RequestReflexes(SecretScanner scanner, RequestReflexOptions options)
{
    /// <summary>Judges the body of a request, which must be valid JSON.</summary>
    public RequestVerdict Inspect(ReadOnlyMemory<byte> body)
    {
        if (options.Secrets == SecretsInRequests.Off)
            return RequestVerdict.Pass.Instance;
        List<Replacement>? found = null;
        var text = ArrayPool<char>.Shared.Rent(4096);
        try
        {
            var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = 256 });
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.String || IsData(reader.ValueSpan))
                    continue;
                // One byte of UTF-8 makes at most one character.
                if (text.Length < reader.ValueSpan.Length)
                {
                    ArrayPool<char>.Shared.Return(text, clearArray: true);
                    text = ArrayPool<char>.Shared.Rent(reader.ValueSpan.Length);
                }

                var words = text.AsSpan(0, reader.CopyString(text));
                var secrets = scanner.Scan(words);
                if (secrets.Count == 0)
                    continue;
                if (options.Secrets == SecretsInRequests.Block)
                {
                    return new RequestVerdict.Block("secrets",
                        $"the request holds a secret ({secrets[0].Kind}). Take it out; a model never needs it.");
                }

                (found ??= []).Add(new Replacement((int)reader.TokenStartIndex, (int)reader.BytesConsumed,
                    scanner.Redact(words.ToString()), secrets.Count));
            }
        }
        finally
        {
            // What was read may be a prompt: the next renter must not find it.
            ArrayPool<char>.Shared.Return(text, clearArray: true);
        }

        return found is null ? RequestVerdict.Pass.Instance
            : new RequestVerdict.Rewrite(Replace(body.Span, found), "secrets", found.Sum(static part => part.Findings));
    }

    // A picture or a sound, told inside a text, is no text.
    private static bool IsData(ReadOnlySpan<byte> text) =>
        text.StartsWith("data:"u8) && text[..Math.Min(text.Length, 100)].IndexOf(";base64,"u8) >= 0;

    private static byte[] Replace(ReadOnlySpan<byte> body, List<Replacement> found)
    {
        var output = new ArrayBufferWriter<byte>(body.Length);
        var from = 0;
        foreach (var part in found)
        {
            output.Write(body[from..part.Start]);
            output.Write(JsonSerializer.SerializeToUtf8Bytes(part.Text, RequestReflexJson.Default.String));
            from = part.End;
        }

        output.Write(body[from..]);
        return output.WrittenSpan.ToArray();
    }

    private readonly record struct Replacement(int Start, int End, string Text, int Findings);
}
