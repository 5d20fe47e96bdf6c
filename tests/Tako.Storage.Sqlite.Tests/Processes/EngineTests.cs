using Tako.Storage.Sqlite.Engine;

namespace Tako.Storage.Sqlite.Tests.Processes;

public sealed class EngineTests : IDisposable
{
    private readonly Store _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task The_engine_says_where_it_comes_from()
    {
        using var child = new ChildProcess(["engine", _files.Folder, "task/x", "0"]);
        (await child.EndAsync()).Output.ShouldEndWith($"{SqliteEngine.Source} {SqliteEngine.Version}\n");
        SqliteEngine.Source.ShouldBeOneOf("libsqlite3.so.0", "bundled", "winsqlite3.dll", "/usr/lib/libsqlite3.dylib");
        Version.Parse(SqliteEngine.Version).ShouldBeGreaterThanOrEqualTo(new Version(3, 35, 5));
    }

    [Fact]
    public async Task Without_a_system_library_the_bundled_one_works_on_the_same_file()
    {
        if (SqliteEngine.Source != "libsqlite3.so.0" || Environment.UserName != "root")
            Assert.Skip("Hiding the system's libsqlite3 from one process needs root on Linux, and that library.");
        await (await _files.OpenAsync()).DisposeAsync();
        var library = File.ReadLines("/proc/self/maps").First(line =>
            line.Contains("libsqlite3.so", StringComparison.Ordinal)).Split(' ')[^1];
        string[] hidden = ["unshare", "--mount", "sh", "-c", $"mount --bind /dev/null '{library}' && exec \"$@\"",
            "sh"];

        using (var child = new ChildProcess(["engine", _files.Folder, "task/x", "0"], hidden))
            (await child.EndAsync()).Output.ShouldEndWith("bundled 3.35.5\n");
        using (var child = new ChildProcess(["durable", _files.Folder, "task/x", "5"], hidden))
            (await child.EndAsync()).ShouldBe(("ready\nack 1\nack 2\nack 3\nack 4\nack 5\n", 0));
        await using var ledger = await _files.OpenAsync();
        (await ledger.VerifyAsync(Core.Identity.Tenant.Local)).Events.ShouldBe(5);
    }
}
