using System.Diagnostics;
using Tako.Workspace.Senses.Workers;

namespace Tako.Workspace.Tests.Senses.Workers;

public sealed class ParseWorkerTests
{
    [Fact]
    public async Task A_worker_that_was_killed_is_started_again()
    {
        await using var worker = new ParseWorker(WorkerProgram.Python, TimeProvider.System);
        (await CheckAsync(worker, "x = 1\n")).Fault.ShouldBeNull();
        var first = worker.ProcessId.ShouldNotBeNull();
        using (var process = Process.GetProcessById(first))
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        (await CheckAsync(worker, "x = = 1\n")).Fault.ShouldNotBeNull().Line.ShouldBe(1);
        worker.ProcessId.ShouldNotBe(first);
    }

    [Fact]
    public async Task Nothing_is_started_before_the_first_question_and_nothing_is_left_after_the_last()
    {
        var worker = new ParseWorker(WorkerProgram.Node, TimeProvider.System);
        worker.ProcessId.ShouldBeNull();
        await CheckAsync(worker, "const x = 1;\n");
        var id = worker.ProcessId.ShouldNotBeNull();
        using var process = Process.GetProcessById(id);
        await worker.DisposeAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.HasExited.ShouldBeTrue();
    }

    [Fact]
    public async Task A_missing_interpreter_is_named()
    {
        await using var worker = new ParseWorker(new WorkerProgram("no-such-interpreter", "worker.py", []), TimeProvider.System);
        var outcome = await worker.AskAsync("check", [new WorkerSource("a.py", "x")], TestContext.Current.CancellationToken);
        outcome.ShouldBeOfType<WorkerOutcome.Silent>().Why.ShouldContain("no-such-interpreter");
    }

    [Theory]
    [InlineData("import os; os.system('touch {0}')\n")]
    [InlineData("raise SystemExit(0)\n")]
    public async Task Python_text_is_parsed_and_never_run(string text)
    {
        var mark = Path.Join(Path.GetTempPath(), $"tako-never-{Environment.ProcessId}");
        await using var worker = new ParseWorker(WorkerProgram.Python, TimeProvider.System);
        (await CheckAsync(worker, string.Format(null, text, mark))).Parsed.ShouldBeTrue();
        (await CheckAsync(worker, "y = 2\n")).Parsed.ShouldBeTrue();
        File.Exists(mark).ShouldBeFalse();
    }

    [Fact]
    public async Task JavaScript_text_is_parsed_and_never_run()
    {
        await using var worker = new ParseWorker(WorkerProgram.Node, TimeProvider.System);
        (await CheckAsync(worker, "process.exit(1);\n")).Parsed.ShouldBeTrue();
        (await CheckAsync(worker, "import './side-effect.mjs'; await 1; process.exit(1);\n", "a.mjs")).Parsed.ShouldBeTrue();
        (await CheckAsync(worker, "while (true) {}\n")).Parsed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_text_that_overwhelms_the_parser_costs_an_answer_and_not_the_worker()
    {
        await using var worker = new ParseWorker(WorkerProgram.Python, TimeProvider.System);
        var deep = "x = " + new string('-', 200_000) + "1\n";
        (await CheckAsync(worker, deep)).Fault.ShouldBeNull();
        (await CheckAsync(worker, "y = 2\n")).Parsed.ShouldBeTrue();
    }

    [Fact]
    public async Task Several_texts_are_answered_in_order_and_columns_count_as_in_the_text()
    {
        await using var worker = new ParseWorker(WorkerProgram.Python, TimeProvider.System);
        var outcome = await worker.AskAsync("check",
            [new WorkerSource("a.py", "ok = 1\n"), new WorkerSource("b.py", "é = 'ü' = 3 +\n"), new WorkerSource("c.py",
                "if x\n    pass\n")],
            TestContext.Current.CancellationToken);
        var answers = outcome.ShouldBeOfType<WorkerOutcome.Answered>().Answers;
        answers.Select(answer => answer.Fault is null).ShouldBe([true, false, false]);
        answers[2].Fault!.Message.ShouldBe("expected ':'");
        answers[2].Fault!.Column.ShouldBe(5);
    }

    private static async Task<WorkerAnswer> CheckAsync(ParseWorker worker, string text, string name = "a.txt")
    {
        var outcome = await worker.AskAsync("check", [new WorkerSource(name, text)], TestContext.Current.CancellationToken);
        return outcome.ShouldBeOfType<WorkerOutcome.Answered>().Answers.ShouldHaveSingleItem();
    }
}
