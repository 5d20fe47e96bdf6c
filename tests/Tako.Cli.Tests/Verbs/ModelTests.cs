using Tako.Cli.Tests.Kit;
using Tako.Testing.Models;

namespace Tako.Cli.Tests.Verbs;

/// <summary>Models behind a real server on this machine's loopback.</summary>
public class ModelTests
{
    private const string Canary = "canary-" + "5d1f0c7be2a94f6d8a31";

    [Fact]
    public async Task A_server_of_the_configuration_file_mends_a_repository_and_its_recording_replays_the_run()
    {
        await using var provider = FakeProvider.Locked(Canary, Words.Plan, Words.Tea, Words.Accept);
        using var desk = Served(provider);
        desk.Home.Variables["TEA_KEY"] = Canary;
        var before = desk.Repository.State();
        var cassette = Path.Combine(desk.Repository.Root, "..", Path.GetRandomFileName());

        (await RunAsync(desk, "--record", cassette)).Ends(ExitCode.Done).All.ShouldNotContain(Canary);

        desk.Repository.Read("drink.txt").ShouldBe("tea\n");
        provider.Requests.Count.ShouldBe(3);
        desk.Home.Kept().ShouldNotContain(Canary);
        File.ReadAllText(cassette).ShouldNotContain(Canary);
        (await desk.Home.TakoAsync("undo")).Ends(ExitCode.Done);
        desk.Repository.State().ShouldBe(before);
        (await RunAsync(desk, "--model", $"recorded:{cassette}")).Ends(ExitCode.Done);
        desk.Repository.Read("drink.txt").ShouldBe("tea\n");
        provider.Requests.Count.ShouldBe(3);
        File.Delete(cassette);
    }

    [Fact]
    public async Task A_server_of_the_environment_is_picked_up()
    {
        await using var provider = FakeProvider.Locked(Canary, Words.Plan, Words.Tea, Words.Accept);
        using var desk = Desk.Shell();
        desk.Home.Variables["OPENAI_API_KEY"] = Canary;
        desk.Home.Variables["OPENAI_BASE_URL"] = provider.OpenAiAddress.ToString();

        var ran = (await RunAsync(desk)).Ends(ExitCode.Done);

        ran.All.ShouldNotContain(Canary);
        desk.Home.Kept().ShouldNotContain(Canary);
        provider.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_bad_key_ends_clearly_and_is_told_to_nobody()
    {
        await using var provider = FakeProvider.Locked("another", Words.Plan);
        using var desk = Served(provider);
        desk.Home.Variables["TEA_KEY"] = Canary;

        var ran = await UntouchedAsync(desk);

        ran.Error.ShouldContain("key");
        ran.All.ShouldNotContain(Canary);
        (await desk.Home.TakoAsync("show", "--json")).All.ShouldNotContain(Canary);
        desk.Home.Kept().ShouldNotContain(Canary);
    }

    [Fact]
    public async Task A_server_that_is_not_there_ends_clearly()
    {
        Uri gone;
        await using (var provider = FakeProvider.Start("x"))
            gone = provider.OpenAiAddress;
        using var desk = Served(gone);

        (await UntouchedAsync(desk, "--time", "60s")).Error.ShouldContain("reach");
    }

    [Fact]
    public async Task Nonsense_ends_clearly()
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Nonsense("<html>teapot</html>", "text/html"));
        using var desk = Served(provider);

        await UntouchedAsync(desk, "--time", "60s");
    }

    [Fact]
    public async Task Words_that_are_no_edits_end_clearly()
    {
        await using var provider = FakeProvider.Start("I would rather talk about the weather.");
        using var desk = Served(provider);

        (await UntouchedAsync(desk)).Error.ShouldContain("Missing:");
        provider.Requests.Count.ShouldBeLessThan(40);
    }

    [Fact]
    public async Task An_endless_stream_ends_with_the_budget()
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Endless());
        using var desk = Served(provider);

        await UntouchedAsync(desk, "--time", "20s");
    }

    [Fact]
    public async Task A_stream_that_is_cut_every_time_ends_clearly()
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Answer { Text = Words.Plan, CutAfter = 3 });
        using var desk = Served(provider);

        await UntouchedAsync(desk, "--time", "60s");
    }

    [Fact]
    public async Task A_model_that_calls_the_same_tool_for_ever_is_stopped()
    {
        await using var provider = FakeProvider.Start(Words.Plan,
            new ProviderReply.Answer { ToolCalls = [new ProviderToolCall("c1", "read", """{"path": "drink.txt"}""")] });
        using var desk = Served(provider);

        await UntouchedAsync(desk);

        provider.Requests.Count.ShouldBeLessThan(80);
    }

    private static Desk Served(FakeProvider provider) => Served(provider.OpenAiAddress);

    private static Desk Served(Uri address)
    {
        var desk = Desk.Shell();
        desk.Home.Variables["TEA_KEY"] = "some-key-of-no-worth";
        desk.Home.Configure($$"""
            providers:
              local: { kind: compatible, baseAddress: "{{address}}", key: "${TEA_KEY}" }
            models:
              fake-1: { provider: local }
            """);
        return desk;
    }

    private static Task<Ran> RunAsync(Desk desk, params string[] more) =>
        desk.Home.TakoAsync(["run", "Make the failing tests pass", "--repo", desk.Repository.Root, .. more]);

    private static async Task<Ran> UntouchedAsync(Desk desk, params string[] more)
    {
        var before = desk.Repository.State();
        var ran = await RunAsync(desk, more);
        ran.Code.ShouldBeOneOf(ExitCode.Partial, ExitCode.Refused, ExitCode.OutOfBudget, ExitCode.Halted);
        ran.Error.ShouldNotContain("Unhandled exception");
        ran.Error.ShouldNotContain("   at ");
        desk.Repository.State().ShouldBe(before);
        return ran;
    }
}
