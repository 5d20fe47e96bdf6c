using Tako.Cli.Tests.Kit;

namespace Tako.Cli.Tests.Verbs;

public class DemoTests
{
    [Fact]
    public async Task The_python_demo_mends_its_sample_after_a_wrong_attempt_and_says_what_is_scripted()
    {
        using var home = new Home();

        var ran = (await home.TakoAsync("demo", "--sample", "python")).Ends(ExitCode.Done);

        Check(ran);
        ran.Out.ShouldContain("+++ b/menu/guests.py");
        ran.Out.ShouldContain("+++ b/menu/timing.py");
        ran.Out.ShouldContain("2 of them red");
    }

    [Fact]
    public async Task A_sample_that_is_not_there_is_a_usage_fault()
    {
        using var home = new Home();

        (await home.TakoAsync("demo", "--sample", "cobol")).Ends(ExitCode.Usage).Error.ShouldContain("csharp or python");
    }

    internal static void Check(Ran ran)
    {
        foreach (var part in (string[])["Only the model's words come", "from a script", "Had the model been live", "What to try next"])
            ran.Out.ShouldContain(part);
        Directory.Delete(
            ran.Out.Split('\n')
                .First(line => line.Contains(" demo in ", StringComparison.Ordinal))
                .Split(" demo in ")[1].Trim(),
            recursive: true);
    }
}
