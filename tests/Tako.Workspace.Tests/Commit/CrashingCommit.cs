using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using Tako.Workspace.Commit;
using Tako.Workspace.Guard;
using Tako.Workspace.Overlay;
using Tako.Workspace.Tests.Overlay;

namespace Tako.Workspace.Tests.Commit;

/// <summary>This test program started again as a child that commits and kills itself at a chosen step.</summary>
internal static class CrashingCommit
{
    private const string Variable = "TAKO_TEST_CRASH_AT";

    /// <summary>True when the child lived to the end, so that there are no more steps to die at.</summary>
    public static bool Run(TempRepository repo, int step, string mode)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, "-?") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[Variable] = $"{step}\n{repo.Root}\n{repo.State}\n{mode}";
        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync();
        child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        (child.ExitCode is 0 or 137).ShouldBeTrue(errors.Result);
        return child.ExitCode == 0;
    }

    public static Shadow Change(Shadow shadow) => shadow
        .With("a.txt", "changed\n").Without("gone.txt").Moved("dir/c.txt", "made/deep/c.txt")
        .With("made/new.txt", "new\n").With("dir/d.txt", "d2\n");

    public static TempRepository NewRepository() =>
        new(("a.txt", "one\n"), ("gone.txt", "gone\n"), ("dir/c.txt", "c\n"), ("dir/d.txt", "d\n"), ("same.txt", "same\n"));

    public static GuardVerdict.Allow Allow(ChangeSet changes)
    {
        var guard = new IntentGuard(Constitution.Load(changes.Root, new()), _ => [], []);
        var evidence = new Evidence { ChangeSetHash = changes.Hash, TestsGreen = true, Tests = ["test"], Tier = "L1" };
        return guard.Judge(changes, evidence, new GuardCapability { ApprovedHash = changes.Hash }).ShouldBeOfType<GuardVerdict.Allow>();
    }

    [ModuleInitializer]
    internal static void DieIfChild()
    {
        if (Environment.GetEnvironmentVariable(Variable)?.Split('\n') is not [var step, var root, var state, var mode])
            return;
        // Other threads may not run code of this assembly before its initializer has ended, so the work is left to a thread
        // that begins then; the program itself only prints its help and waits for it.
        new Thread(() => Die(int.Parse(step, System.Globalization.CultureInfo.InvariantCulture), root, state, mode))
        {
            IsBackground = false,
        }.Start();
    }

    private static void Die(int left, string root, string state, string mode)
    {
        var write = new WriteBack(TimeProvider.System)
        {
            AtStep = _ =>
            {
                if (left-- == 0)
                    Process.GetCurrentProcess().Kill();
            },
        };
        Environment.Exit(DoAsync(write, root, state, mode).GetAwaiter().GetResult() ? 0 : 3);
    }

    private static async Task<bool> DoAsync(WriteBack write, string root, string state, string mode)
    {
        var receipt = Path.Join(state, "receipt.json");
        if (mode == "recover")
            return (await write.RecoverAsync(state)).All(done => done.Why is null);
        if (mode == "undo")
            return await write.UndoAsync(
                ((Core.Faults.Parsed<CommitReceipt>.Ok)CommitReceipt.FromJson(
                    File.ReadAllText(receipt))).Value, state)
                is UndoOutcome.Undone;
        var changes = Change(((OpenOutcome.Opened)Shadow.Open(root)).Shadow).Changes;
        if (mode == "branch")
            return await new BranchCommit(TimeProvider.System) { AtStep = write.AtStep }.CommitAsync(changes, Allow(changes),
                new BranchRequest { Branch = "tako/work", Message = "Mend it" }) is BranchOutcome.Committed;
        return await write.CommitAsync(changes, Allow(changes), state) is CommitOutcome.Written;
    }
}
