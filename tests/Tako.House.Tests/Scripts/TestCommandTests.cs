namespace Tako.House.Tests.Scripts;

/// <summary><c>./test</c>, with test projects that only pretend to test.</summary>
public sealed class TestCommandTests : IDisposable
{
    private const string Green =
        """<assemblies><assembly name="x" passed="2" failed="0" skipped="0" errors="0"></assembly></assemblies>""";

    private const string Red =
        """
        <assemblies><assembly name="x" total="3" passed="1" failed="1" skipped="1" errors="0"><errors /><collection>
        <test name="Boats_float" result="Pass" />
        <test name="T(text: &quot;a&lt;b&quot;)" result="Fail"><failure><message><![CDATA[expected 1 < 2
        but was 3]]></message><stack-trace><![CDATA[at T]]></stack-trace></failure></test>
        <test name="On_a_Mac" result="Skip"><reason><![CDATA[needs a Mac]]></reason></test>
        </collection></assembly></assemblies>
        """;

    private readonly Clone _clone = new();

    public void Dispose() => _clone.Dispose();

    [Fact]
    public async Task It_adds_up_the_reports_of_all_projects()
    {
        _clone.TestProject("Tako.Tests", Reports(Green));
        _clone.TestProject("Tako.Cli.Tests", Reports(Green));
        _clone.TestProject("Tako.Core.Tests", Reports(Green));
        var ran = await Test();
        LastLine(ran).ShouldBe("6 passed, 0 failed, 0 skipped");
        ran.Code.ShouldBe(0);
        File.ReadAllLines(_clone.At("builds")).ShouldBe(["Tako.slnx"]);
    }

    [Fact]
    public async Task It_names_failed_and_skipped_tests_with_what_they_said()
    {
        _clone.TestProject("Tako.Core.Tests", Reports(Red) + "\nexit 1");
        var ran = await Test();
        LastLine(ran).ShouldBe("1 passed, 1 failed, 1 skipped");
        ran.Code.ShouldNotBe(0);
        ran.Output.ShouldContain("FAILED T(text: \"a<b\")\n      expected 1 < 2\n      but was 3\n");
        ran.Output.ShouldContain("skipped On_a_Mac\n      needs a Mac\n");
        ran.Output.ShouldNotContain("at T");
    }

    [Theory]
    [InlineData("kill -9 $$", "without a report")]
    [InlineData("echo oops; exit 3", "oops")]
    [InlineData("sleep 30", "did not end within 1 s")]
    [InlineData("echo '<assemblies><assembly passed=\"0\" failed=\"0\" skipped=\"0\" errors=\"0\"/></assemblies>' > \"$report\"",
        "holds no test")]
    public async Task A_project_that_crashes_hangs_or_tests_nothing_fails(string script, string says)
    {
        _clone.TestProject("Tako.Core.Tests", Reports(Green));
        _clone.TestProject("Tako.Models.Tests", script);
        var ran = await _clone.RunAsync(_clone.At("test"), [], ("TAKO_TEST_TIMEOUT", "1"));
        LastLine(ran).ShouldBe("2 passed, 1 failed, 0 skipped");
        ran.Code.ShouldNotBe(0);
        ran.Output.ShouldContain(says);
    }

    [Fact]
    public async Task A_red_exit_behind_a_green_report_fails()
    {
        _clone.TestProject("Tako.Core.Tests", Reports(Green) + "\nexit 134");
        var ran = await Test();
        LastLine(ran).ShouldBe("2 passed, 1 failed, 0 skipped");
        ran.Code.ShouldNotBe(0);
    }

    [Fact]
    public async Task Under_CI_a_skip_fails()
    {
        _clone.TestProject("Tako.Core.Tests", Reports(Red.Replace("failed=\"1\"", "failed=\"0\"", StringComparison.Ordinal)));
        (await Test()).Code.ShouldBe(0);
        (await _clone.RunAsync(_clone.At("test"), [], ("CI", "true"))).Code.ShouldNotBe(0);
    }

    [Fact]
    public async Task One_project_or_the_fast_ones_can_be_chosen()
    {
        _clone.TestProject("Tako.Core.Tests", Reports(Green));
        _clone.TestProject("Tako.Cli.Tests", "exit 1");
        LastLine(await Test("fast")).ShouldBe("2 passed, 0 failed, 0 skipped");
        LastLine(await Test("Core")).ShouldBe("2 passed, 0 failed, 0 skipped");
        var unknown = await Test("Fins");
        unknown.Code.ShouldBe(2);
        unknown.Errors.ShouldContain("choose from: Cli Core");
    }

    [Fact]
    public async Task What_follows_two_dashes_reaches_the_runner()
    {
        _clone.TestProject("Tako.Core.Tests", $"echo \"$*\" > '{_clone.At("arguments")}'\n" + Reports(Green));
        await Test("Core", "--", "-class", "*Boat*");
        File.ReadAllText(_clone.At("arguments")).ShouldContain("-class *Boat*");
    }

    private static string Reports(string xml) => $"cat > \"$report\" <<'END'\n{xml}\nEND";

    private static string LastLine(Ran ran) => ran.Output.TrimEnd('\n').Split('\n')[^1];

    private Task<Ran> Test(params string[] arguments) => _clone.RunAsync(_clone.At("test"), arguments);
}
