namespace Tako.Tasks;

/// <summary>The partial deliverable: what there is, as a patch that <c>git apply</c> takes, outside the repository.</summary>
internal static class PatchFile
{
    public static async ValueTask<string?> WriteAsync(TaskSession session, string diff, CancellationToken cancellationToken)
    {
        if (await session.Journal.Blobs.GetAsync(session.Journal.Tenant, new Core.Ledger.BlobRef(diff), cancellationToken) is not { } bytes)
            return null;
        var folder = Path.Combine(session.StateFolder, "partial");
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{session.Id}.patch");
        await File.WriteAllBytesAsync(file, bytes, cancellationToken);
        return file;
    }
}
