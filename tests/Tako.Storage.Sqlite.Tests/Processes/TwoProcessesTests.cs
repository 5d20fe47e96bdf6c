using Tako.Core.Identity;
using Tako.Core.Ledger;

namespace Tako.Storage.Sqlite.Tests.Processes;

public sealed class TwoProcessesTests : IDisposable
{
    private static readonly StreamId _stream = new("task/shared");
    private readonly Store _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Three_processes_append_to_one_stream_of_a_new_ledger_and_nothing_is_lost()
    {
        var children = Enumerable.Range(0, 3).Select(_ =>
            new ChildProcess(["compete", _files.Folder, _stream.Value, "60"])).ToList();
        foreach (var child in children)
        {
            var (output, exit) = await child.EndAsync();
            exit.ShouldBe(0, output);
            child.Dispose();
        }

        await using var ledger = await _files.OpenAsync();
        var verification = await ledger.VerifyAsync(Tenant.Local);
        (verification.Events, verification.Intact).ShouldBe((180L, true));
    }

    [Fact]
    public async Task Of_two_processes_that_resume_at_once_one_leads()
    {
        await using (var ledger = await _files.OpenAsync())
            await ledger.AppendAsync(Tenant.Local, _stream, 0, 0, [Child.Event(0)], Durability.Durable);
        var children = Enumerable.Range(0, 4).Select(_ =>
            new ChildProcess(["take", _files.Folder, _stream.Value, "1"])).ToList();
        foreach (var child in children)
            (await child.LineAsync()).ShouldBe("ready");
        foreach (var child in children)
            await child.SayAsync("go");

        var said = new List<string>();
        foreach (var child in children)
        {
            said.Add((await child.EndAsync()).Output.Trim());
            child.Dispose();
        }

        said.Order().ShouldBe(["Held", "Held", "Held", "Taken"]);
        await using var after = await _files.OpenAsync();
        (await after.VerifyAsync(Tenant.Local)).Events.ShouldBe(2);
    }
}
