using System.Text;
using Tako.Core.Identity;

namespace Tako.Storage.Sqlite.Tests.Processes;

public sealed class KillTests : IDisposable
{
    private static readonly StreamId _stream = new("task/killed");
    private readonly Store _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("durable")]
    [InlineData("relaxed")]
    public async Task After_each_of_many_kills_every_acknowledged_append_is_there(string durability)
    {
        for (var round = 0; round < 10; round++)
        {
            using var child = new ChildProcess([durability, _files.Folder, _stream.Value, "1000000"]);
            (await child.LineAsync()).ShouldBe("ready");
            for (var ack = 0; ack <= round * 3; ack++)
                await child.LineAsync();
            child.Kill();
            var (output, _) = await child.EndAsync();
            // The last line may be cut by the kill; a whole one is a promise.
            var promised = output.Split('\n')[..^1].Select(line => long.Parse(line["ack ".Length..])).LastOrDefault();

            await using var ledger = await _files.OpenAsync();
            var verification = await ledger.VerifyAsync(Tenant.Local);
            verification.Findings.ShouldBeEmpty();
            verification.Events.ShouldBeGreaterThanOrEqualTo(promised);
            verification.Events.ShouldBeGreaterThan(round * 3);
        }
    }

    [Fact]
    public async Task A_blob_named_by_an_acknowledged_event_survives_the_kill()
    {
        using var child = new ChildProcess(["blobs", _files.Folder, _stream.Value, "1000000"]);
        for (var line = 0; line < 20; line++)
            await child.LineAsync();
        child.Kill();
        await child.EndAsync();

        await using var ledger = await _files.OpenAsync();
        var number = 0;
        await foreach (var entry in ledger.ReadAsync(Tenant.Local, _stream))
        {
            var content = await ledger.GetAsync(Tenant.Local, entry.Blobs.ShouldHaveSingleItem());
            Encoding.UTF8.GetString(content.ShouldNotBeNull().Span).ShouldStartWith($"content {number++} ");
        }

        number.ShouldBeGreaterThanOrEqualTo(19);
    }
}
