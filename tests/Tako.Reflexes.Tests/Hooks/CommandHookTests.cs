using System.Text.Json;
using Tako.Core.Capabilities;
using Tako.Core.Labels;
using Tako.Reflexes.Hooks;

namespace Tako.Reflexes.Tests.Hooks;

public class CommandHookTests
{
    private static readonly ToolUse Use = new()
    {
        Tool = "mcp.mail.send",
        Arguments = JsonSerializer.SerializeToElement(new { to = "someone" }),
        Task = "t-1",
        Actor = "arm/coder",
    };

    [Theory]
    [InlineData("exit 0", HookDecision.Allow, null)]
    [InlineData("echo 'not today' >&2; exit 2", HookDecision.Deny, "not today")]
    [InlineData("exit 2", HookDecision.Deny, "it gave no reason")]
    [InlineData("exit 1", HookDecision.Deny, "it ended with code 1")]
    [InlineData("kill -9 $$", HookDecision.Deny, "it ended with code 137")]
    [InlineData("echo '{\"decision\":\"allow\"}'", HookDecision.Allow, null)]
    [InlineData("echo '{\"decision\":\"deny\",\"reason\":\"no\"}'", HookDecision.Deny, "no")]
    [InlineData("echo '{\"decision\":\"ask\",\"reason\":\"sure?\"}'", HookDecision.Ask, "sure?")]
    [InlineData("echo '{\"decision\":\"maybe\"}'", HookDecision.Deny, "its decision is none of allow, ask and deny")]
    [InlineData("echo '{}'", HookDecision.Deny, "its answer has no decision")]
    [InlineData("echo '[1]'", HookDecision.Deny, "its answer has no decision")]
    [InlineData("echo 'fine by me'", HookDecision.Deny, "its answer is no JSON")]
    [InlineData("head -c 200000 /dev/zero | tr '\\0' x", HookDecision.Deny, "it wrote more than 65536 characters")]
    public async Task A_command_answers_by_its_exit_code_or_in_json_and_anything_else_denies(string script, HookDecision decision,
        string? reason)
    {
        var answer = await Hook(script).PreToolUseAsync(Use, default);
        (answer.Decision, answer.Reason).ShouldBe((decision, reason));
    }

    [Fact]
    public async Task It_reads_tool_arguments_and_task_from_its_input()
    {
        var answer = await Hook("cat >&2; exit 2").PreToolUseAsync(Use, default);
        var seen = JsonElement.Parse(answer.Reason!);
        seen.GetProperty("event").GetString().ShouldBe("pre_tool_use");
        seen.GetProperty("tool").GetString().ShouldBe("mcp.mail.send");
        seen.GetProperty("arguments").GetProperty("to").GetString().ShouldBe("someone");
        seen.GetProperty("session").GetString().ShouldBe("t-1");
    }

    [Fact]
    public async Task It_is_shown_the_result_afterwards_when_it_asked_for_that()
    {
        var options = Options("grep -q '\"result\":\"sent\"' || exit 2") with { Post = true, Pre = false };
        var hook = new CommandHook(options, TimeProvider.System);
        (await hook.PostToolUseAsync(Use with { Succeeded = true, Result = "sent" }, default)).Decision.ShouldBe(HookDecision.Allow);
        (await hook.PostToolUseAsync(Use with { Succeeded = true, Result = "lost" }, default)).Decision.ShouldBe(HookDecision.Deny);
        (await hook.PreToolUseAsync(Use, default)).Decision.ShouldBe(HookDecision.Allow);
    }

    [Fact]
    public async Task A_command_that_cannot_be_started_denies()
    {
        var options = Options("") with { Command = ["/no/such/program"] };
        (await new CommandHook(options, TimeProvider.System).PreToolUseAsync(Use,
            default)).Reason!.ShouldStartWith("its command could not be started");
    }

    [Fact]
    public async Task A_command_that_takes_too_long_is_ended_with_all_that_it_started()
    {
        var folder = Directory.CreateTempSubdirectory("hook").FullName;
        var mark = Path.Combine(folder, "child");
        var time = new LateTime(() => File.Exists(mark) && File.ReadAllText(mark).EndsWith('\n'));
        var hook = new CommandHook(Options($"sleep 1000 & echo $! > {mark}; wait"), time);
        (await hook.PreToolUseAsync(Use, default)).Reason!.ShouldStartWith("it was not done within");
        var child = File.ReadAllText(mark).Trim();
        while (Directory.Exists($"/proc/{child}") && !File.ReadAllText($"/proc/{child}/stat").Contains(") Z", StringComparison.Ordinal))
            await Task.Yield();
        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task At_the_gate_a_hook_is_asked_about_the_tools_that_it_names()
    {
        var rule = new HookRule(new CommandHook(Options("exit 2") with { Tools = ["mcp.*"] }, TimeProvider.System));
        (await rule.BeforeAsync(Calls.Of("read_file"), Calls.Grant, default)).ShouldBe(RuleVerdict.Ok);
        (await rule.BeforeAsync(Calls.Of("mcp.mail.send"), Calls.Grant, default)).ShouldBeOfType<RuleVerdict.Deny>()
            .Reason.ShouldBe("the hook own denies it: it gave no reason");
        (await rule.AfterAsync(Calls.Of("mcp.mail.send"), Calls.Grant, new EffectResult(true, Labels.None, "x"),
            default)).ShouldBe(RuleVerdict.Ok);
    }

    [Fact]
    public async Task A_hook_in_net_sees_uses_and_results()
    {
        var hook = new Counting();
        var rule = new HookRule(hook);
        (await rule.BeforeAsync(Calls.Of("read_file"), Calls.Grant,
            default)).ShouldBeOfType<RuleVerdict.Ask>().Question.ShouldContain("first time");
        (await rule.AfterAsync(Calls.Of("read_file"), Calls.Grant, new EffectResult(true, Labels.None, "words"), default))
            .ShouldBeOfType<RuleVerdict.Deny>().Reason.ShouldContain("words");
    }

    [Fact]
    public void Options_that_make_no_sense_say_so()
    {
        Should.Throw<ArgumentException>(() => new CommandHook(Options("") with { Command = [] },
            TimeProvider.System)).Message.ShouldContain("name a program");
        Should.Throw<ArgumentException>(() => new CommandHook(Options("") with { Pre = false },
            TimeProvider.System)).Message.ShouldContain("never asked");
        Should.Throw<ArgumentException>(() => new CommandHook(Options("") with { Tools = [] },
            TimeProvider.System)).Message.ShouldContain("takes no tool");
    }

    private static CommandHookOptions Options(string script) => new() { Name = "own", Command = ["/bin/sh", "-c", script],
        Timeout = TimeSpan.FromMinutes(2) };

    private static CommandHook Hook(string script) => new(Options(script), TimeProvider.System);

    private sealed class Counting : IToolHook
    {
        public string Name => "counting";

        public bool Takes(string tool) => true;

        public ValueTask<HookAnswer> PreToolUseAsync(ToolUse use, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new HookAnswer(HookDecision.Ask, "it is the first time"));

        public ValueTask<HookAnswer> PostToolUseAsync(ToolUse use, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new HookAnswer(HookDecision.Deny, $"{use.Result} of {use.Tool}"));
    }

    /// <summary>Time that is up as soon as something has happened.</summary>
    private sealed class LateTime(Func<bool> happened) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _ = Task.Run(async () =>
            {
                while (!happened())
                    await Task.Yield();
                callback(state);
            });
            return System.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
