using System.Text.Json;
using Tako.Cli.Tests.Kit;

namespace Tako.Cli.Tests.Verbs;

public class RunTests
{
    [Fact]
    public async Task A_goal_becomes_a_verified_change_whose_story_diff_and_undo_are_told()
    {
        using var desk = Desk.Python();
        var (home, repository) = (desk.Home, desk.Repository);
        var before = repository.State();

        var ran = (await desk.RunAsync()).Ends(ExitCode.Done);
        ran.Out.ShouldContain("sums.py");
        repository.Read("sums.py").ShouldBe("def add(a, b):\n    return a + b\n\n\ndef double(a):\n    return a * 2\n");
        repository.State().Except(before).ShouldHaveSingleItem().ShouldStartWith("sums.py");

        var text = (await home.TakoAsync("show")).Ends(ExitCode.Done).Out;
        foreach (var part in (string[])["done", "✓ sense [brain/sense]",
            "✓ mend [arm/coder]", "decisions", "verified and allowed",
            "model calls", "in all",
            "$0.", "artifacts", "sums.py (", "coder with", "tests passed:", "sources:"])
            text.ShouldContain(part);

        var story = (await home.TakoAsync("show", ran.Task, "--json")).Ends(ExitCode.Done).Json;
        story.GetProperty("task").GetString().ShouldBe(ran.Task);
        story.GetProperty("status").GetString().ShouldBe("done");
        story.GetProperty("calls").EnumerateArray().Select(call => call.GetProperty("step").GetString())
            .ShouldBe(["solve", "solve/work/mend", "solve/work/mend", "solve/judge"]);
        story.GetProperty("senses").EnumerateArray()
            .Select(sense => sense.GetProperty("green").GetBoolean())
            .ShouldBe([false, false, true, true]);
        story.GetProperty("decisions").EnumerateArray().Last().GetProperty("choice").GetString().ShouldBe("write");
        story.GetProperty("plan").GetProperty("steps").EnumerateArray()
            .Select(step => step.GetProperty("name").GetString())
            .ShouldBe(["sense", "solve"]);
        story.GetProperty("spent").GetProperty("settled").GetProperty("tokens").GetInt64().ShouldBeGreaterThan(0);
        var artifact = story.GetProperty("artifacts").EnumerateArray().First(made => made.GetProperty("path").GetString() == "sums.py");
        foreach (var name in (string[])["arm", "tool", "model", "promptHash", "time"])
            artifact.GetProperty(name).GetString().ShouldNotBeNullOrEmpty();
        artifact.GetProperty("sources").GetArrayLength().ShouldBeGreaterThan(0);
        artifact.GetProperty("testsPassed").GetArrayLength().ShouldBeGreaterThan(0);

        var rows = (await home.TakoAsync("list", "--json")).Ends(ExitCode.Done).Json.GetProperty("tasks");
        rows[0].GetProperty("task").GetString().ShouldBe(ran.Task);
        (await home.TakoAsync("list")).Out.ShouldContain($"{ran.Task}  done");

        var patch = home.Write("change.patch", (await home.TakoAsync("diff")).Ends(ExitCode.Done).Out);
        (await home.TakoAsync("undo", ran.Task)).Ends(ExitCode.Done).Out.ShouldContain("as before");
        repository.State().ShouldBe(before);
        (await home.TakoAsync("undo", ran.Task)).Ends(ExitCode.Refused).Error.ShouldContain("nothing to take back");
        (await home.TakoAsync("list")).Out.ShouldContain("undone");

        repository.Git("apply", patch).ShouldBe(0);
        repository.Read("sums.py").ShouldContain("a + b");
    }

    [Fact]
    public async Task Undo_refuses_when_a_person_has_edited_a_file_since_and_names_it()
    {
        using var desk = Desk.Shell();
        (await desk.RunAsync()).Ends(ExitCode.Done);
        desk.Repository.Write("drink.txt", "tea, with milk\n");

        var undo = (await desk.Home.TakoAsync("undo")).Ends(ExitCode.Refused);

        undo.Error.ShouldContain("drink.txt changed since");
        desk.Repository.Read("drink.txt").ShouldBe("tea, with milk\n");
    }

    [Fact]
    public async Task A_json_run_prints_one_object_and_nothing_else()
    {
        using var desk = Desk.Shell();

        var ran = (await desk.RunAsync("--json")).Ends(ExitCode.Done);

        ran.Error.ShouldBeEmpty();
        ran.Json.GetProperty("outcome").GetString().ShouldBe("done");
        ran.Json.GetProperty("files").EnumerateArray().Select(file => file.GetString()).ShouldBe(["drink.txt"]);
    }

    [Fact]
    public async Task A_dry_run_shows_plan_arms_model_and_cost_and_does_nothing()
    {
        using var desk = Desk.Shell();
        var before = desk.Repository.State();

        var text = (await desk.RunAsync("--dry-run")).Ends(ExitCode.Done).Out;
        foreach (var part in (string[])["no model is called", "recorded:", "make test",
            "isolation", "tokens", "$", "[arm/coder]", "judge", "guardian"])
            text.ShouldContain(part);
        var json = (await desk.RunAsync("--dry-run", "--json")).Ends(ExitCode.Done).Json;
        json.GetProperty("obstacles").GetArrayLength().ShouldBe(0);
        json.GetProperty("plan").GetProperty("steps").GetArrayLength().ShouldBeGreaterThan(0);
        json.GetProperty("tokens").GetProperty("most").GetInt64()
            .ShouldBeGreaterThan(json.GetProperty("tokens").GetProperty("least").GetInt64());

        desk.Repository.State().ShouldBe(before);
        (await desk.Home.TakoAsync("list")).Out.ShouldContain("no task yet");
    }

    [Fact]
    public async Task A_persons_plan_is_run_as_it_is_and_no_planner_is_asked()
    {
        using var desk = new Desk(Repository.Shell(), Words.Cassette(new Dictionary<string, string[]>
        {
            ["solve/work/brew"] = [Words.Tea],
            ["solve/judge"] = [Words.Accept],
        }));
        var plan = desk.Home.Write("plan.yaml", """
            name: mine
            steps:
              - name: look
                use: arm/retriever
                with: { goal: { value: the coffee in drink.txt } }
              - name: brew
                use: arm/coder
                after: look
                with: { goal: { value: make it tea } }
                accept: the tests pass
            """);

        (await desk.RunAsync("--plan", plan)).Ends(ExitCode.Done);

        desk.Repository.Read("drink.txt").ShouldBe("tea\n");
        var story = (await desk.Home.TakoAsync("show", "--json")).Json;
        story.GetProperty("calls").EnumerateArray()
            .Select(call => call.GetProperty("step").GetString())
            .ShouldBe(["solve/work/brew", "solve/judge"]);
        story.GetProperty("decisions")[0].GetProperty("choice").GetString().ShouldBe("person");
    }

    [Fact]
    public async Task Without_a_model_a_run_is_refused_and_names_the_three_ways_out()
    {
        using var home = new Home();
        using var repository = Repository.Shell();
        var before = repository.State();

        var ran = (await home.TakoAsync("run", "Make it tea", "--repo", repository.Root)).Ends(ExitCode.Refused);

        foreach (var way in (string[])["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "OLLAMA_HOST", "configuration file", "recorded:FILE"])
            ran.Error.ShouldContain(way);
        repository.State().ShouldBe(before);
    }

    [Fact]
    public async Task A_run_without_a_goal_and_a_file_that_is_not_there_are_usage_faults()
    {
        using var home = new Home();

        (await home.TakoAsync("run")).Ends(ExitCode.Usage).Error.ShouldContain("Say what is to be reached");
        (await home.TakoAsync("run", "--contract", "none.yaml")).Ends(ExitCode.Usage).Error.ShouldContain("none.yaml");
        (await home.TakoAsync("run", "x", "--ask", "perhaps")).Ends(ExitCode.Usage).Error.ShouldContain("person");
        (await home.TakoAsync("run", "x", "--model", "recorded:none.json")).Code.ShouldNotBe(0);
        (await home.TakoAsync("nonsense")).Code.ShouldNotBe(0);
    }
}
