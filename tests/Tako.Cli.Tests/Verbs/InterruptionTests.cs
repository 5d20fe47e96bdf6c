using Tako.Cli.Tests.Kit;
using Tako.Testing.Models;

namespace Tako.Cli.Tests.Verbs;

/// <summary>Runs that are stopped, killed or wanted twice.</summary>
public class InterruptionTests
{
    private static readonly ProviderReply Stall = new ProviderReply.Silence();

    [Fact]
    public async Task Ctrl_C_says_how_to_go_on_and_a_resume_finishes_without_asking_again_what_was_answered()
    {
        await using var first = FakeProvider.Start(Words.Plan, Stall);
        await using var second = FakeProvider.Start(Words.Tea, Words.Accept);
        using var desk = Desk.Shell();
        var before = desk.Repository.State();
        Serve(desk, first);
        await using var live = await RunAsync(desk);
        (await live.SaysAsync("turn 1 of at most")).ShouldBeTrue();

        await live.InterruptAsync();

        var ran = (await live.EndAsync()).Ends(ExitCode.Stopped);
        ran.Error.ShouldContain($"Go on with: tako resume {ran.Task}");
        desk.Repository.State().ShouldBe(before);
        Serve(desk, second);
        (await desk.Home.TakoAsync("resume", ran.Task)).Ends(ExitCode.Done);
        desk.Repository.Read("drink.txt").ShouldBe("tea\n");
        second.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_kill_while_a_call_is_under_way_repeats_no_call_that_had_been_answered()
    {
        await using var first = FakeProvider.Start(Words.Plan, Words.Wrong, Stall);
        await using var second = FakeProvider.Start(Words.Righted, Words.Accept);
        using var desk = Desk.Python();
        Serve(desk, first);
        await using var live = await RunAsync(desk);
        (await live.SaysAsync("turn 2 of at most")).ShouldBeTrue();

        live.Kill();

        await live.EndAsync();
        Serve(desk, second);
        (await ResumeAsync(desk)).Ends(ExitCode.Done);
        second.Requests.Count.ShouldBe(2);
        desk.Repository.Read("sums.py").ShouldContain("a + b");
        (await desk.Home.TakoAsync("verify")).Ends(ExitCode.Done);
    }

    [Fact]
    public async Task A_run_that_is_killed_at_any_moment_is_finished_by_a_resume_with_every_call_paid_for_once()
    {
        string[] moments =
        [
            "sense:", "solve: recorded", "turn 1",
            "tests red (1 failed): AssertionError: 6", "solve/judge: recorded",
            "decided to write", "written:",
        ];
        // All are killed first: their leases run out while the others are at work.
        var desks = new List<(string Moment, Desk Desk)>();
        foreach (var moment in moments)
        {
            var desk = Desk.Python();
            desks.Add((moment, desk));
            await using var live = await desk.Home.StartAsync(
                "run", "Make the failing tests pass", "--repo", desk.Repository.Root, "--model", desk.Model);
            if (!await live.SaysAsync(moment))
                Assert.Fail($"It never said '{moment}': {(await live.EndAsync()).Error}");
            live.Kill();
            await live.EndAsync();
        }

        foreach (var (moment, desk) in desks)
        {
            using var used = desk;
            (await ResumeAsync(desk)).Code.ShouldBe(ExitCode.Done, moment);
            desk.Repository.Read("sums.py").ShouldContain("a + b", customMessage: moment);
            var calls = (await desk.Home.TakoAsync("show", "--json")).Json.GetProperty("calls").EnumerateArray();
            calls.Select(call => call.GetProperty("step").GetString())
                .ShouldBe(["solve", "solve/work/mend", "solve/work/mend", "solve/judge"], moment);
            (await desk.Home.TakoAsync("undo")).Ends(ExitCode.Done);
            desk.Repository.Read("sums.py").ShouldContain("a - b", customMessage: moment);
        }
    }

    [Fact]
    public async Task Of_two_resumes_one_leads_and_the_other_says_who_does()
    {
        await using var first = FakeProvider.Start(Words.Plan, Stall);
        using var desk = Desk.Shell();
        Serve(desk, first);
        await using var run = await RunAsync(desk);
        (await run.SaysAsync("turn 1 of at most")).ShouldBeTrue();
        await run.InterruptAsync();
        await run.EndAsync();
        await using var leader = await desk.Home.StartAsync("resume");
        (await leader.SaysAsync("turn 1 of at most")).ShouldBeTrue();

        var other = (await desk.Home.TakoAsync("resume")).Ends(ExitCode.Refused);

        other.Error.ShouldContain($"{Environment.MachineName}/");
        other.Error.ShouldContain("is working on it");
        await leader.InterruptAsync();
        (await leader.EndAsync()).Ends(ExitCode.Stopped);
    }

    [Fact]
    public async Task Resuming_what_is_not_there_says_so()
    {
        using var home = new Home();

        (await home.TakoAsync("resume")).Ends(ExitCode.Refused).Error.ShouldContain("no task yet");
        (await home.TakoAsync("resume", "t-none")).Ends(ExitCode.Refused).Error.ShouldContain("tako list");
    }

    /// <summary>A process that was killed cannot give its lease back: it ends by itself within half a minute.</summary>
    private static async Task<Ran> ResumeAsync(Desk desk)
    {
        while (true)
        {
            var ran = await desk.Home.TakoAsync("resume");
            if (ran.Code != ExitCode.Refused || !ran.Error.Contains("is working on it", StringComparison.Ordinal))
                return ran;
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        }
    }

    private static Task<Live> RunAsync(Desk desk) =>
        desk.Home.StartAsync("run", "Make the failing tests pass", "--repo", desk.Repository.Root);

    private static void Serve(Desk desk, FakeProvider provider) => desk.Home.Configure($$"""
        providers:
          local: { kind: compatible, baseAddress: "{{provider.OpenAiAddress}}" }
        models:
          fake-1: { provider: local }
        """);
}
