using System.Text;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Storage.Sqlite.Engine;

namespace Tako.Storage.Sqlite.Tests;

public sealed class SecrecyTests : IDisposable
{
    private readonly Store _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Other_users_of_the_machine_cannot_read_the_files()
    {
        await using var ledger = await _files.OpenAsync();
        await ledger.PutAsync(Tenant.Local, "x"u8.ToArray());
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Unix file modes are not there on Windows.");
            return;
        }

        var files = Directory.GetFiles(_files.Folder);
        files.Length.ShouldBeGreaterThan(2);
        foreach (var file in files)
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
    }

    [Fact]
    public async Task A_copied_ledger_without_its_keys_reveals_no_blob()
    {
        using var stolen = new Store();
        BlobRef blob;
        await using (var ledger = await _files.OpenAsync())
        {
            blob = await ledger.PutAsync(Tenant.Local, "the patient is Ada"u8.ToArray(), "ada");
            foreach (var file in Directory.GetFiles(_files.Folder, "ledger.db*"))
                Encoding.Latin1.GetString(ReadShared(file)).ShouldNotContain("patient");
        }

        File.Copy(_files.LedgerPath, stolen.LedgerPath);
        await using var thief = await stolen.OpenAsync();
        (await thief.GetAsync(Tenant.Local, blob)).ShouldBeNull();
        // Knowing the content does not even tell whether it was there.
        (await thief.PutAsync(Tenant.Local, "the patient is Ada"u8.ToArray())).ShouldNotBe(blob);
    }

    [Fact]
    public async Task A_destroyed_key_is_nowhere_in_the_folder()
    {
        byte[] secret;
        await using (var ledger = await _files.OpenAsync())
        {
            await ledger.PutAsync(Tenant.Local, "letter"u8.ToArray(), "ada");
            using (var keys = new Connection(Path.Combine(_files.Folder, "keys.db"), TimeSpan.FromSeconds(5)))
                secret = Convert.FromHexString(keys.Ask("SELECT hex(secret) FROM keys WHERE subject='ada'")!);
            Holds(secret).ShouldBeTrue();
            (await ledger.EraseAsync(Tenant.Local, "ada")).ShouldBe(1);
        }

        Holds(secret).ShouldBeFalse();
        Holds(Encoding.UTF8.GetBytes("ada")).ShouldBeFalse();
    }

    [Fact]
    public async Task An_erasure_cut_between_key_and_rows_is_still_an_erasure()
    {
        await using var ledger = await _files.OpenAsync();
        var blob = await ledger.PutAsync(Tenant.Local, "letter"u8.ToArray(), "ada");
        using (var keys = new Connection(Path.Combine(_files.Folder, "keys.db"), TimeSpan.FromSeconds(5)))
            keys.Execute("DELETE FROM keys WHERE subject='ada'");
        (await ledger.GetAsync(Tenant.Local, blob)).ShouldBeNull();
    }

    [Fact]
    public async Task A_sealed_body_cannot_stand_in_for_another()
    {
        await using var ledger = await _files.OpenAsync();
        var one = await ledger.PutAsync(Tenant.Local, "approve"u8.ToArray());
        await ledger.PutAsync(Tenant.Local, "refused"u8.ToArray());
        _files.Execute($"UPDATE blobs SET body=(SELECT body FROM blobs WHERE ref<>'{one}') WHERE ref='{one}'");
        (await Should.ThrowAsync<LedgerUnavailableException>(() =>
            ledger.GetAsync(Tenant.Local, one).AsTask())).Message.ShouldContain("damaged");
    }

    [Fact]
    public async Task Compressible_content_is_stored_smaller()
    {
        await using var ledger = await _files.OpenAsync();
        await ledger.PutAsync(Tenant.Local, new byte[1_000_000]);
        long.Parse(_files.Ask("SELECT length(body) FROM blobs")!).ShouldBeLessThan(10_000);
    }

    private bool Holds(byte[] secret) =>
        Directory.GetFiles(_files.Folder).Any(file => ReadShared(file).AsSpan().IndexOf(secret) >= 0);

    /// <summary>
    /// Reading in this process would drop SQLite's locks, which is harmless only because nobody else is writing here.
    /// </summary>
    private static byte[] ReadShared(string file) => File.ReadAllBytes(file);
}
