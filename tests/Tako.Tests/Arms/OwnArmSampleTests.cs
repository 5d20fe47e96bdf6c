using System.Diagnostics;

namespace Tako.Tests.Arms;

public sealed class OwnArmSampleTests
{
    [Fact]
    public async Task The_sample_of_an_arm_of_ones_own_changes_a_file_through_plan_judge_and_guard()
    {
        var bin = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(bin.Parent!.Parent!.FullName, "OwnArm", bin.Name, "OwnArm");
        using var sample = Process.Start(new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var said = await sample.StandardOutput.ReadToEndAsync(limit.Token);
        var faults = await sample.StandardError.ReadToEndAsync(limit.Token);
        await sample.WaitForExitAsync(limit.Token);

        sample.ExitCode.ShouldBe(0, said + faults);
        said.ShouldContain("# SPDX-License-Identifier: MIT\ndef total");
    }
}
