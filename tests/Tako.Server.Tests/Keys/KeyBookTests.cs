using System.Text;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Server.Keys;
using Tako.Server.Tests.Money;
using Tako.Testing.Time;

namespace Tako.Server.Tests.Keys;

public sealed class KeyBookTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly StubbornLedger _ledger;

    public KeyBookTests() => _ledger = new StubbornLedger(new MemoryLedger(_time));

    [Fact]
    public async Task A_key_is_shown_once_and_only_its_hash_is_kept()
    {
        var keys = Open();
        var made = await CreateAsync(keys, "ci");

        made.Secret.ShouldMatch("^tako-[0-9A-Za-z]{40}$");
        keys.Find(made.Secret)!.Id.ShouldBe(made.Key.Id);
        made.Key.Hint.ShouldBe($"…{made.Secret[^4..]}");
        var kept = new StringBuilder();
        await foreach (var entry in _ledger.ReadAsync(Tenant.Local, KeyBook.Stream))
            kept.Append(Encoding.UTF8.GetString(entry.Body.Span));
        kept.ToString().ShouldContain(made.Key.Id);
        kept.ToString().ShouldNotContain(made.Secret[5..]);
        made.Key.ToString().ShouldNotContain(made.Secret[5..]);
    }

    [Fact]
    public async Task A_text_that_is_no_key_finds_none()
    {
        var keys = Open();
        var made = await CreateAsync(keys, "ci");

        foreach (var wrong in (string[])["", "tako-", made.Secret[..^1], made.Secret + "x",
            made.Secret.ToUpperInvariant(), new string('x', 100_000)])
            keys.Find(wrong).ShouldBeNull();
    }

    [Fact]
    public async Task Finding_a_key_allocates_nothing()
    {
        var keys = Open();
        var secret = (await CreateAsync(keys, "ci")).Secret;
        keys.Find(secret);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var times = 0; times < 1000; times++)
            keys.Find(secret);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1000);
    }

    [Fact]
    public async Task What_another_process_makes_changes_and_revokes_is_seen_at_the_next_refresh()
    {
        var (here, there) = (Open(1), Open(2));
        var made = await CreateAsync(there, "ci");
        here.Find(made.Secret).ShouldBeNull();

        await here.RefreshAsync();
        here.Find(made.Secret)!.Refusal(_time.GetUtcNow()).ShouldBeNull();
        await there.ChangeAsync("ci", settings => settings with { Models = ["gpt-*"] }, "user");
        await there.RevokeAsync("ci", "gone", "user");
        await here.RefreshAsync();

        var found = here.Find(made.Secret)!;
        found.Refusal(_time.GetUtcNow())!.ShouldContain("revoked");
        found.MayUse("gpt-5").ShouldBeTrue();
        found.MayUse("claude").ShouldBeFalse();
    }

    [Fact]
    public async Task An_unknown_key_asks_the_ledger_again_but_not_for_every_attempt()
    {
        var (here, there) = (Open(1), Open(2));
        var made = await CreateAsync(there, "ci");

        (await here.FindAsync(made.Secret))!.Id.ShouldBe(made.Key.Id);
        var reads = _ledger.Reads;
        for (var attempt = 0; attempt < 100; attempt++)
            (await here.FindAsync($"tako-{attempt}")).ShouldBeNull();
        (_ledger.Reads - reads).ShouldBeLessThanOrEqualTo(1);
        _time.Advance(TimeSpan.FromSeconds(1));
        await here.FindAsync("tako-unknown");
        (_ledger.Reads - reads).ShouldBe(1);
    }

    [Fact]
    public async Task Processes_that_change_keys_at_the_same_time_lose_nothing()
    {
        var books = Enumerable.Range(1, 4).Select(Open).ToList();

        await Task.WhenAll(books.SelectMany((book, number) => Enumerable.Range(0, 10).Select(index =>
            Task.Run(() => CreateAsync(book, $"key-{number}-{index}")))));

        await books[0].RefreshAsync();
        books[0].Keys.Select(key => key.Settings.Name).Distinct().Count().ShouldBe(40);
        books[0].Keys.Select(key => key.Id).Distinct().Count().ShouldBe(40);
    }

    [Fact]
    public async Task Two_changes_at_the_same_time_both_hold()
    {
        var (here, there) = (Open(1), Open(2));
        await CreateAsync(here, "ci");

        await Task.WhenAll(
            Task.Run(() => here.ChangeAsync("ci", settings => settings with { Tags = ["batch"] }, "user")),
            Task.Run(() => there.ChangeAsync("ci", settings => settings with { Models = ["m"] }, "user")));

        await here.RefreshAsync();
        var settings = here.Named("ci")!.Settings;
        settings.Tags.ShouldBe(["batch"]);
        settings.Models.ShouldBe(["m"]);
    }

    [Fact]
    public async Task A_key_ends_is_disabled_and_lives_with_its_team()
    {
        var keys = Open();
        await keys.SetTeamAsync("Research", _ => new TeamSettings { Name = "Research", Models = ["gpt-*", "claude-*"] }, "user");
        var made = (await keys.CreateAsync(new KeySettings
        {
            Name = "ci", Team = "research", Models = ["gpt-*", "llama"], Expires = _time.GetUtcNow().AddDays(1),
        }, "user")).ShouldBeOfType<KeyOutcome.Created>();

        made.Key.Refusal(_time.GetUtcNow()).ShouldBeNull();
        new[] { "gpt-5", "claude-4", "llama" }.Select(made.Key.MayUse).ShouldBe([true, false, false]);
        made.Key.Refusal(_time.GetUtcNow().AddDays(1))!.ShouldContain("ended");
        await keys.SetTeamAsync("research", team => team! with { Disabled = true }, "user");
        keys.Find(made.Secret)!.Refusal(_time.GetUtcNow())!.ShouldContain("disabled");
        (await keys.RemoveTeamAsync("research", "user")).ShouldBeOfType<KeyOutcome.Faulty>().Faults[0].Message.ShouldContain("ci");
        await keys.RevokeAsync(made.Key.Id, null, "user");
        (await keys.RemoveTeamAsync("research", "user")).ShouldBeOfType<KeyOutcome.TeamChanged>();
        keys.Teams.ShouldBeEmpty();
    }

    [Fact]
    public async Task Settings_that_mean_nothing_are_refused_with_every_fault()
    {
        var keys = Open();
        await CreateAsync(keys, "ci");
        var faulty = (await keys.CreateAsync(new KeySettings
        {
            Name = "CI", Team = "reserch", Tags = ["", "a\nb"], Allowances = [new Allowance(), new Allowance { Usd = -1 }],
        }, "user")).ShouldBeOfType<KeyOutcome.Faulty>().Faults;

        faulty.Select(fault => fault.Path).ShouldBe(["/name", "/team", "/tags/0", "/tags/1", "/allowances/0", "/allowances/1"]);
        keys.Keys.Count.ShouldBe(1);
        (await keys.ChangeAsync("cii", settings => settings, "user"))
            .ShouldBeOfType<KeyOutcome.Unknown>().Message.ShouldContain("'ci'");
    }

    [Fact]
    public async Task Settings_too_large_for_an_event_are_refused()
    {
        var keys = Open();

        (await keys.CreateAsync(new KeySettings { Name = "ci",
            Models = [.. Enumerable.Range(10, 32).Select(number => $"{number}{new string('ü', 60)}")] },
            "user")).ShouldBeOfType<KeyOutcome.Faulty>().Faults[0].Message.ShouldContain("8192");
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_written_makes_no_key()
    {
        var keys = Open();
        _ledger.Full = "The disk is full.";

        (await Should.ThrowAsync<LedgerUnavailableException>(() => CreateAsync(keys, "ci")))
            .Message.ShouldContain("The disk is full.");
        _ledger.Full = null;
        await CreateAsync(keys, "ci");
    }

    private KeyBook Open() => Open(1);

    private KeyBook Open(int seed) =>
        new(_ledger, Tenant.Local, _time, new KeyMint(new IdSource(_time, new Random(seed)), new Random(seed + 100)));

    private static async Task<KeyOutcome.Created> CreateAsync(KeyBook keys, string name) =>
        (await keys.CreateAsync(new KeySettings { Name = name }, "user")).ShouldBeOfType<KeyOutcome.Created>();
}
