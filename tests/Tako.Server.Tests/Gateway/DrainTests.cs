using System.Net.Sockets;
using Tako.Server.Tests.Kit;

namespace Tako.Server.Tests.Gateway;

/// <summary>The gateway ends.</summary>
public sealed class DrainTests
{
    private const string Ask = """{"model":"small","max_tokens":10,"stream":true}""";

    private static ScriptedRoute Holding(Task release) => new(_ => new ScriptedCallAnswer("data: 1\n\n", "data: 2\n\n")
    {
        Streams = true,
        Between = async (_, token) => await release.WaitAsync(token),
    });

    [Fact]
    public async Task It_is_no_longer_ready_takes_no_one_new_and_lets_streams_finish()
    {
        var release = new TaskCompletionSource();
        await using var gate = await Gate.OpenAsync(Holding(release.Task));
        using var client = await RawClient.ConnectAsync(gate.Address);
        await client.PostAsync("/v1/chat/completions", Ask);
        await client.UntilAsync("data: 1\n\n");
        (await gate.Admin.SendAsync(HttpMethod.Get, "/readyz", null)).Is(200);

        var stopping = gate.Server.StopAsync();
        (await gate.Admin.SendAsync(HttpMethod.Get, "/readyz", null)).Is(503);
        (await gate.Admin.SendAsync(HttpMethod.Get, "/healthz", null)).Is(200);
        await Should.ThrowAsync<SocketException>(() => RawClient.ConnectAsync(gate.Address));
        release.SetResult();

        (await client.UntilAsync("\r\n0\r\n\r\n")).ShouldContain("data: 2");
        await stopping.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("/v1/chat/completions", "data: {\"error\":{")]
    [InlineData("/v1/messages", "event: error\ndata: {\"type\":\"error\"")]
    [InlineData("/v1/responses", "event: error\ndata: {\"type\":\"error\"")]
    public async Task Streams_that_do_not_finish_in_time_end_in_an_error_of_their_protocol(string path, string error)
    {
        await using var gate = await Gate.OpenAsync(Holding(new TaskCompletionSource().Task),
            Gate.Anywhere with { Drain = TimeSpan.FromMilliseconds(200) });
        using var client = await RawClient.ConnectAsync(gate.Address);
        await client.PostAsync(path, Ask);
        await client.UntilAsync("data: 1\n\n");

        await gate.Server.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));

        var said = await client.ToEndAsync();
        said.ShouldContain(error);
        said.ShouldContain("The gateway is stopping");
    }

    [Fact]
    public async Task Asked_a_second_time_it_ends_at_once()
    {
        await using var gate = await Gate.OpenAsync(Holding(new TaskCompletionSource().Task),
            Gate.Anywhere with { Drain = TimeSpan.FromMinutes(10) });
        using var client = await RawClient.ConnectAsync(gate.Address);
        await client.PostAsync("/v1/chat/completions", Ask);
        await client.UntilAsync("data: 1\n\n");
        using var second = new CancellationTokenSource();

        var stopping = gate.Server.StopAsync(second.Token);
        await second.CancelAsync();

        await stopping.WaitAsync(TimeSpan.FromSeconds(20));
        await client.ToEndAsync();
    }
}
