using System.Diagnostics;

namespace Tako.Workspace.Tests.Sandbox;

/// <summary>Everything again without root's rights.</summary>
public sealed class OrdinaryUserTests
{
    private const string User = "65534";

    [Fact]
    public async Task The_same_holds_for_an_ordinary_user()
    {
        Assert.SkipUnless(Environment.UserName == "root", "these tests already run as an ordinary user");
        var home = Directory.CreateTempSubdirectory("tako-user-").FullName;
        try
        {
            Process.Start("chown", [User, home])!.WaitForExit();
            using var tests = Process.Start(new ProcessStartInfo("setpriv",
                [$"--reuid={User}", $"--regid={User}", "--clear-groups", Environment.ProcessPath!, "-noColor",
                    "-class", typeof(ShadowTests).FullName!,
                 "-class", typeof(EscapeTests).FullName!, "-class", typeof(LimitTests).FullName!,
                 "-class", typeof(WarmLimbTests).FullName!, "-class", typeof(PrepareTests).FullName!, "-trait-", "needs=package feed",
                 "-method-",
                 $"{typeof(LimitTests).FullName}.{nameof(LimitTests.A_gigabyte_of_output_is_read_to_its_end_and_kept_by_head_and_tail)}"])
            {
                WorkingDirectory = home,
                RedirectStandardOutput = true,
                Environment = { ["HOME"] = home, ["USER"] = "nobody",
                    ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
            })!;
            var output = await tests.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await tests.WaitForExitAsync(TestContext.Current.CancellationToken);
            tests.ExitCode.ShouldBe(0, output);
            output.ShouldContain("Skipped: 0");
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }
}
