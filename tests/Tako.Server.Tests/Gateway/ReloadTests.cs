using Tako.Server.Tests.Kit;

namespace Tako.Server.Tests.Gateway;

/// <summary>The configuration changes while the gateway runs.</summary>
public sealed class ReloadTests
{
    [Fact]
    public async Task A_changed_file_is_taken_over_and_a_bad_one_keeps_the_old_and_says_why()
    {
        await using var served = await Served.StartAsync();
        var before = File.ReadAllText(served.ConfigFile);

        File.WriteAllText(served.ConfigFile, before.Replace("  chat-ok:", "  renamed:"));
        await served.Gate.Logs.NextAsync("configuration version 2");
        (await served.Gate.GetAsync("/v1/models/renamed")).Is(200);
        (await served.Gate.GetAsync("/v1/models/chat-ok")).Is(404);

        File.WriteAllText(served.ConfigFile, before + "modls: {}\n");
        (await served.Gate.Logs.NextAsync("has faults")).ShouldContain("modls");
        (await served.Gate.GetAsync("/v1/models/renamed")).Is(200);
        var config = (await served.Gate.Admin.SendAsync(HttpMethod.Get, "/admin/config", null)).Is(200).Json;
        config.GetProperty("version").GetInt32().ShouldBe(2);
        config.GetProperty("holds").GetBoolean().ShouldBeFalse();
        config.GetProperty("faults")[0].GetProperty("line").GetInt32().ShouldBeGreaterThan(40);

        // Editors write beside the file and rename.
        File.WriteAllText(served.ConfigFile + ".new", before);
        File.Move(served.ConfigFile + ".new", served.ConfigFile, overwrite: true);
        await served.Gate.Logs.NextAsync("configuration version 3");
        (await served.Gate.GetAsync("/v1/models/chat-ok")).Is(200);
    }

    [Fact]
    public async Task Addresses_need_a_restart_and_it_says_so()
    {
        await using var served = await Served.StartAsync();

        File.WriteAllText(served.ConfigFile, File.ReadAllText(served.ConfigFile).Replace("{ listen: \"127.0.0.1:0\"",
            "{ listen: \"127.0.0.1:1\""));

        (await served.Gate.Logs.NextAsync("after a restart")).ShouldContain("gateway.listen");
        (await served.Gate.Admin.SendAsync(HttpMethod.Get, "/admin/config", null)).Json.GetProperty("needRestart")[0].GetString()
            .ShouldBe("gateway.listen");
    }

    [Fact]
    public async Task A_running_call_ends_on_the_configuration_it_began_with()
    {
        var first = new Owned();
        var release = new TaskCompletionSource();
        var route = new ScriptedRoute(_ => new ScriptedCallAnswer("data: 1\n\n", "data: 2\n\n")
        {
            Streams = true,
            Between = async (_, token) => await release.Task.WaitAsync(token),
        });
        var version = 0;
        await using var gate = await Gate.OpenAsync(() => Gate.Setup(route) with { Owned = version++ == 0 ? first : new Owned() });
        using var client = await RawClient.ConnectAsync(gate.Address);
        await client.PostAsync("/v1/chat/completions", """{"model":"small","stream":true}""");
        await client.UntilAsync("data: 1\n\n");

        await gate.Server.ReloadAsync();
        first.Gone.Task.IsCompleted.ShouldBeFalse();
        release.SetResult();
        (await client.UntilAsync("\r\n0\r\n\r\n")).ShouldContain("data: 2");

        await first.Gone.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private sealed class Owned : IDisposable
    {
        public TaskCompletionSource Gone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Dispose() => Gone.TrySetResult();
    }
}
