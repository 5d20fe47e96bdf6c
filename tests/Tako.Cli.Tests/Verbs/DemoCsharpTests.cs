using Tako.Cli.Tests.Kit;

namespace Tako.Cli.Tests.Verbs;

/// <summary>By itself, because it restores packages and builds.</summary>
public class DemoCsharpTests
{
    [Fact]
    public async Task The_csharp_demo_restores_builds_and_mends_its_sample()
    {
        using var home = new Home();
        // The packages are those of the person who runs the tests.
        foreach (var name in (string[])["HOME", "NUGET_PACKAGES", "PATH"])
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                home.Variables[name] = value;
        }

        var ran = (await home.TakoAsync("demo", "--sample", "csharp")).Ends(ExitCode.Done);

        DemoTests.Check(ran);
        ran.Out.ShouldContain("+++ b/src/Harbour/");
    }
}
