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
        List<(int Start, int End, byte[] Text)>? parts = null;
        var secretsFound = 0;
        var letters = ArrayPool<char>.Shared.Rent(4096);
        try
        {
            var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = 256 });
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.String)
                    continue;
                var (start, end) = ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
                var quoted = body.Span[start..end];
                if (JsonText.IsPicture(quoted))
                    continue;
                var words = JsonText.Read(quoted, ref letters);
                var secrets = scanner.Scan(words);
                if (secrets.Count == 0)
                    continue;
                if (options.Secrets == SecretsInRequests.Block)
                {
                    return new RequestVerdict.Block("secrets",
                        $"the request holds a secret ({secrets[0].Kind}). Take it out; a model never needs it.");
                }

                (parts ??= []).Add((start, end, JsonText.Quoted(scanner.Redact(words.ToString()))));
                secretsFound += secrets.Count;
            }
        }
        finally
        {
            // What was read may be a prompt: the next renter must not find it.
            ArrayPool<char>.Shared.Return(letters, clearArray: true);
        }

        return parts is null ? RequestVerdict.Pass.Instance
            : new RequestVerdict.Rewrite(JsonText.Splice(body.Span, parts), "secrets", secretsFound);
    }
}
