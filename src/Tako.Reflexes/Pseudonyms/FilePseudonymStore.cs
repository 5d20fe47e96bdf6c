namespace Tako.Reflexes.Pseudonyms;

/// <summary>Keeps each vault as a file of its own, readable to its owner alone.</summary>
/// <param name="folder">Made when it is missing.</param>
public sealed class FilePseudonymStore(string folder) : IPseudonymStore
{
    private const long MaxBytes = 1L << 30;
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async ValueTask<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        if (!File.Exists(path))
            return null;
        if (new FileInfo(path).Length > MaxBytes)
            throw new InvalidDataException($"{path} is larger than 1 GiB and no vault; move it away.");
        return await File.ReadAllBytesAsync(path, cancellationToken);
    }

    public async ValueTask WriteAsync(string name, ReadOnlyMemory<byte> sealedVault, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            Directory.CreateDirectory(folder);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            var draft = $"{path}.new";
            File.Delete(draft);
            await using (var file = new FileStream(draft, options))
            {
                await file.WriteAsync(sealedVault, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            _turn.Release();
        }
    }

    public ValueTask RemoveAsync(string name, CancellationToken cancellationToken)
    {
        File.Delete(PathOf(name));
        return ValueTask.CompletedTask;
    }

    private string PathOf(string name) => name.Length is > 0 and <= 64 && name.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(folder, $"{name}.vault")
        : throw new ArgumentException("The name of a vault is lower-case hexadecimal; take PseudonymVault.StoreName.", nameof(name));
}
