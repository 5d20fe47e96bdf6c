using System.Text;
using Tako.Core.Caching;
using Tako.Core.Identity;
using Tako.Storage.Sqlite.Engine;
using Tako.Testing.Caching;

namespace Tako.Storage.Sqlite.Tests;

public sealed class SqliteAnswersTests : AnswerStoreSuite
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tako-answers-").FullName;
    private readonly List<string> _warnings = [];

    private string CacheFile => Path.Combine(_folder, "cache.db");

    protected override async ValueTask<IAnswerStore> OpenAsync(long maxBytes, TimeProvider time) =>
        await SqliteAnswers.OpenAsync(new SqliteAnswersOptions { Folder = _folder, MaxBytes = maxBytes, Warn = Note }, time);

    protected override ValueTask CleanAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return default;
    }

    [Fact]
    public async Task An_answer_outlives_the_process_and_others_see_it_at_once()
    {
        await PutAsync("a", New("kept"u8));
        await using (var other = await OpenAsync(MaxBytes, Time))
        {
            (await other.FindAsync(Tenant.Local, Key("a"))).ShouldNotBeNull();
            await other.PutAsync(Tenant.Local, Key("b"), New("theirs"u8));
            await other.SettleAsync();
        }

        (await FindAsync("b"))!.Bytes.ToArray().ShouldBe("theirs"u8.ToArray());
        _warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_file_reveals_neither_questions_nor_answers()
    {
        await PutAsync("a", New("the patient is Ada"u8));

        foreach (var file in Directory.GetFiles(_folder, "cache.db*"))
        {
            var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));
            text.ShouldNotContain("patient");
            text.ShouldNotContain(Key("a").ToString());
            if (!OperatingSystem.IsWindows())
                File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        }
    }

    [Fact]
    public async Task Without_the_key_of_its_tenant_an_answer_is_lost()
    {
        await PutAsync("a", New("x"u8));
        using (var keys = new Connection(Path.Combine(_folder, "keys.db"), TimeSpan.FromSeconds(5)))
            keys.Execute("DELETE FROM keys");

        (await FindAsync("a")).ShouldBeNull();
        await PutAsync("a", New("again"u8));
        (await FindAsync("a")).ShouldNotBeNull();
    }

    [Fact]
    public async Task An_answer_cannot_be_put_in_the_place_of_another()
    {
        await PutAsync("a", New("yes"u8));
        await PutAsync("b", New("no!"u8));
        Execute("UPDATE answers SET body=(SELECT body FROM answers WHERE id=2) WHERE id=1");

        (await FindAsync("a")).ShouldBeNull();
        (await FindAsync("b")).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_dropped_with_a_warning()
    {
        await PutAsync("a", New("x"u8));
        await Store.DisposeAsync();
        await File.WriteAllBytesAsync(CacheFile, Enumerable.Range(0, 10_000).Select(number => (byte)number).ToArray());

        await using var again = await OpenAsync(MaxBytes, Time);
        await again.PutAsync(Tenant.Local, Key("b"), New("new"u8));
        await again.SettleAsync();

        (await again.FindAsync(Tenant.Local, Key("b"))).ShouldNotBeNull();
        (await again.FindAsync(Tenant.Local, Key("a"))).ShouldBeNull();
        _warnings.ShouldHaveSingleItem().ShouldContain(CacheFile);
    }

    [Fact]
    public async Task Whatever_page_is_damaged_the_store_goes_on()
    {
        for (var number = 0; number < 40; number++)
            await PutAsync($"{number}", New(new byte[3000 + number]));
        await Store.DisposeAsync();
        var clean = await File.ReadAllBytesAsync(CacheFile);
        for (var page = 0; page < clean.Length / 4096; page++)
        {
            var damaged = (byte[])clean.Clone();
            damaged.AsSpan(page * 4096, 4096).Fill((byte)(0xA0 + page % 7));
            foreach (var part in (string[])["-wal", "-shm"])
                File.Delete(CacheFile + part);
            await File.WriteAllBytesAsync(CacheFile, damaged);
            await using var store = await OpenAsync(MaxBytes, Time);
            for (var number = 0; number < 40; number++)
                _ = await store.FindAsync(Tenant.Local, Key($"{number}"));
            await store.PutAsync(Tenant.Local, Key("new"), New("new"u8));
            await store.SettleAsync();
            await store.PutAsync(Tenant.Local, Key("new"), New("new"u8));
            await store.SettleAsync();

            (await store.FindAsync(Tenant.Local, Key("new"))).ShouldNotBeNull($"page {page}");
        }

        _warnings.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_file_damaged_while_two_use_it_is_dropped_once_and_both_go_on()
    {
        await using var other = await OpenAsync(MaxBytes, Time);
        for (var number = 0; number < 40; number++)
            await PutAsync($"{number}", New(new byte[3000]));
        Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        using (var file = new FileStream(CacheFile, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.Write(Enumerable.Repeat((byte)0xA5, (int)file.Length).ToArray());

        foreach (var store in (IAnswerStore[])[Store, other])
        {
            for (var round = 0; round < 3; round++)
            {
                await store.PutAsync(Tenant.Local, Key("new"), New("new"u8));
                await store.SettleAsync();
                _ = await store.FindAsync(Tenant.Local, Key("new"));
            }

            (await store.FindAsync(Tenant.Local, Key("new"))).ShouldNotBeNull();
        }

        _warnings.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_database_of_another_program_is_left_alone()
    {
        await Store.DisposeAsync();
        File.Delete(CacheFile);
        Execute("CREATE TABLE notes(text)");

        await using var store = await OpenAsync(MaxBytes, Time);
        await store.PutAsync(Tenant.Local, Key("a"), New("x"u8));
        await store.SettleAsync();

        (await store.FindAsync(Tenant.Local, Key("a"))).ShouldBeNull();
        _warnings.ShouldHaveSingleItem().ShouldContain("another program");
        Execute("SELECT * FROM notes");
    }

    private void Note(string warning)
    {
        lock (_warnings)
            _warnings.Add(warning);
    }

    private void Execute(string sql)
    {
        using var connection = new Connection(CacheFile, TimeSpan.FromSeconds(5));
        connection.Execute(sql);
    }
}
