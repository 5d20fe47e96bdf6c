using System.Diagnostics;
using Tako.Workspace.Sandbox.Watching;

namespace Tako.Workspace.Sandbox;

/// <summary>
/// A process of the native helper in a control group of its own. It serves one run after another: entering a group costs a
/// grace period of the kernel, several times what a run costs.
/// </summary>
internal sealed class Keeper : IDisposable
{
    private Keeper(Process process) =>
        (Process, Group) = (process, ControlGroup.Make($"tako-{process.Id}", process.Id));

    public Process Process { get; }

    public ControlGroup Group { get; }

    /// <summary>Processor time of the runs before, which the kernel adds up in the keeper.</summary>
    public TimeSpan Spent { get; private set; }

    /// <summary>The key of the ground that is already mounted in it; null when it waits for a whole plan.</summary>
    public string? Ready { get; private set; }

    public static Keeper Start(string helper)
    {
        var start = new ProcessStartInfo(helper)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        // Before the helper has read anything: all it makes will be in the group.
        return new Keeper(Process.Start(start) ?? throw new InvalidOperationException("The sandbox helper did not start."));
    }

    /// <summary>Called between two runs, when nothing but the keeper is left: mounts what the next run will probably need.</summary>
    /// <returns>False when the helper is gone.</returns>
    public async Task<bool> PrepareAsync(Ground ground)
    {
        try
        {
            Spent = ProcessTree.CpuOf(Process.Id);
            await Process.StandardInput.BaseStream.WriteAsync(ground.Bytes);
            await Process.StandardInput.BaseStream.FlushAsync();
            Ready = ground.Key;
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Whether the ground is there; from now on it is used up.</summary>
    public bool TakeGround(Ground ground)
    {
        var ready = Ready == ground.Key;
        Ready = null;
        return ready;
    }

    /// <summary>Ends whatever it runs.</summary>
    public void CloseInput()
    {
        try
        {
            Process.StandardInput.Close();
        }
        catch (IOException)
        {
            // Already gone.
        }
    }

    public void Dispose()
    {
        if (!Process.HasExited)
            Process.Kill();
        // A group is removed once it is empty.
        Process.WaitForExit();
        Process.Dispose();
        Group.Dispose();
    }
}
