using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tako.Core.Labels;
using Tako.Core.Ledger;
using StreamWriter = Tako.Core.Ledger.StreamWriter;

namespace Tako.Reactor.Journal;

/// <summary>
/// A value as the journal holds it. Only what is small and holds no text stands in an event: events are redacted, and a
/// redacted value could not be resumed from. Everything else is a blob, which is exact.
/// </summary>
internal sealed record StoredValue(JsonElement Value, Label Label, string Hash, BlobRef? Blob)
{
    private const int InlineBytes = 256;
    public static readonly JsonElement Null = JsonElement.Parse("null");
    private static readonly string NullHash = HashOf("null"u8);

    /// <summary>The same bytes for the same value, whatever its spacing was.</summary>
    public static ReadOnlyMemory<byte> Bytes(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            value.WriteTo(writer);
        return buffer.WrittenMemory;
    }

    public static string HashOf(JsonElement value) => value.ValueKind == JsonValueKind.Null ? NullHash : HashOf(Bytes(value).Span);

    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static string HashOf(string text) => HashOf(Encoding.UTF8.GetBytes(text));

    public static async ValueTask<StoredValue> StoreAsync(JsonElement value, Label label, StreamWriter journal,
        CancellationToken cancellationToken)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            return new StoredValue(Null, label, NullHash, null);
        var bytes = Bytes(value);
        var hash = HashOf(bytes.Span);
        return bytes.Length <= InlineBytes && !HasText(value)
            ? new StoredValue(value, label, hash, null)
            : new StoredValue(value, label, hash, await journal.Blobs.PutAsync(journal.Tenant, bytes, null, cancellationToken));
    }

    private static bool HasText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => true,
        JsonValueKind.Object => value.EnumerateObject().Any(),
        JsonValueKind.Array => value.EnumerateArray().Any(HasText),
        _ => false,
    };
}
