using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Storage.Sqlite.Engine;
using Tako.Storage.Sqlite.Reading;
using Tako.Storage.Sqlite.Writing;

namespace Tako.Storage.Sqlite.Blobs;

/// <summary>
/// Blobs in the ledger's own file. A blob is written without a sync of its own: it stands in the same log before the
/// durable event that names it, whose sync covers both.
/// </summary>
internal sealed class BlobStore(KeyFile keys, BlobTable table, Writer writer, Readers readers)
{
    public async ValueTask<BlobRef> PutAsync(Tenant tenant, ReadOnlyMemory<byte> content, string? subject,
        CancellationToken cancellationToken)
    {
        LedgerLimits.Check(tenant, content, subject);
        try
        {
            var blob = BlobSeal.Name(keys.FindOrMake(tenant, ""), content.Span);
            var key = keys.FindOrMake(tenant, subject ?? "");
            var copies = await readers.AskAsync(reader => reader.Blobs(tenant, blob), cancellationToken);
            if (copies.Any(copy => copy.Key.AsSpan().SequenceEqual(key.Id)))
                return blob;
            var (codec, body) = BlobSeal.Seal(key, tenant, blob, content.Span);
            string? reason = null;
            var written = await writer.RunAsync(Durability.Relaxed, () =>
                table.Put(tenant, blob, key.Id, codec, content.Length, body),
                why => (reason = why) is null, cancellationToken);
            return written ? blob : throw new LedgerUnavailableException(reason!);
        }
        catch (SqliteFault fault)
        {
            throw new LedgerUnavailableException(fault.Message);
        }
    }

    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(Tenant tenant, BlobRef blob,
        CancellationToken cancellationToken)
    {
        var copies = await readers.AskAsync(reader => reader.Blobs(tenant, blob), cancellationToken);
        var damaged = false;
        foreach (var (id, codec, size, body) in copies)
        {
            if (Find(tenant, id) is not { } key)
                continue;
            if (BlobSeal.Open(key, tenant, blob, codec, size, body) is { } content)
                return content;
            damaged = true;
        }

        return damaged
            ? throw new LedgerUnavailableException(
                $"Blob {blob} of {tenant} is damaged: its seal does not fit. Restore the ledger from a copy.")
            : null;
    }

    public async ValueTask<long> EraseAsync(Tenant tenant, string? subject, CancellationToken cancellationToken)
    {
        LedgerLimits.Check(tenant, ReadOnlyMemory<byte>.Empty, subject);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // The key goes first and durably: from here on the content is gone, whatever becomes of its rows.
            var destroyed = keys.Destroy(tenant, subject);
            string? reason = null;
            var erased = await writer.RunAsync(Durability.Durable, () => table.Delete(tenant, destroyed),
                why => (reason = why) is null ? 0 : -1, CancellationToken.None);
            return erased >= 0 ? erased : throw new LedgerUnavailableException(reason!);
        }
        catch (SqliteFault fault)
        {
            throw new LedgerUnavailableException(fault.Message);
        }
    }

    private BlobKey? Find(Tenant tenant, byte[] id)
    {
        try
        {
            return keys.Find(tenant, id);
        }
        catch (SqliteFault fault)
        {
            throw new LedgerUnavailableException(fault.Message);
        }
    }
}
