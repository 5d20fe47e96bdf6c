using Tako.Reflexes.Pseudonyms;

namespace Tako.Reflexes.Tests.Pseudonyms;

public sealed class PseudonymSessionsTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"tako-vaults-{Path.GetRandomFileName()}");

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_session_goes_on_after_a_restart(bool file)
    {
        IPseudonymStore store = file ? new FilePseudonymStore(_folder) : new MemoryPseudonymStore();
        var before = Sessions(store);
        var token = (await before.OpenAsync("acme", "s-1")).Token("Ada Lovelace");
        await before.SaveAsync("acme", "s-1");
        await before.SaveAsync("acme", "s-1");
        var after = Sessions(store);
        (await after.OpenAsync("acme", "s-1")).Restore(token).Text.ShouldBe("Ada Lovelace");
        (await after.OpenAsync("acme", "s-2")).Restore(token).Text.ShouldBe(token);
        await after.ForgetAsync("acme", "s-1");
        (await after.OpenAsync("acme", "s-1")).Restore(token).Text.ShouldBe(token);
        (await Sessions(store).OpenAsync("acme", "s-1")).Restore(token).Text.ShouldBe(token);
    }

    [Fact]
    public async Task A_file_is_its_owners_alone_and_its_name_tells_nothing()
    {
        var sessions = Sessions(new FilePseudonymStore(_folder));
        (await sessions.OpenAsync("acme", "s-1")).Token("Ada Lovelace");
        await sessions.SaveAsync("acme", "s-1");
        var path = Directory.GetFiles(_folder).ShouldHaveSingleItem();
        Path.GetFileName(path).ShouldNotContain("acme");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_damaged_vault_is_named_with_the_way_out()
    {
        var store = new MemoryPseudonymStore();
        using var vault = Vaults.New();
        await store.WriteAsync(vault.StoreName, new byte[100], default);
        var wrong = await Should.ThrowAsync<InvalidDataException>(async () => await Sessions(store).OpenAsync("acme", "s-1"));
        wrong.Message.ShouldContain("s-1");
        wrong.Message.ShouldContain("forget the session");
    }

    [Fact]
    public async Task The_least_used_vault_makes_room_and_comes_back()
    {
        var sessions = Sessions(new MemoryPseudonymStore(), new PseudonymOptions { MaxSessions = 2 });
        var token = (await sessions.OpenAsync("acme", "s-1")).Token("Ada");
        await sessions.OpenAsync("acme", "s-2");
        await sessions.OpenAsync("acme", "s-3");
        (await sessions.OpenAsync("acme", "s-1")).Restore(token).Text.ShouldBe("Ada");
    }

    [Fact]
    public async Task A_name_that_leads_out_of_the_folder_is_refused() =>
        await Should.ThrowAsync<ArgumentException>(async () => await new FilePseudonymStore(_folder).ReadAsync("../x", default));

    private static PseudonymSessions Sessions(IPseudonymStore store, PseudonymOptions? options = null) =>
        new(Vaults.Master, store, new SetTime(), options);
}
