using System.Runtime.InteropServices;
using Tako.Workspace.Sandbox.Watching;

namespace Tako.Workspace.Sandbox.Warm;

/// <summary>Ends what a command left running in a warm limb; only build servers may stay for the next.</summary>
internal static class Survivors
{
    private const int Kill = 9;
    private const int MaxRounds = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>False when something could not be ended: then the limb itself must end.</summary>
    public static async Task<bool> EndAsync(ILiveShadow shadow, TimeProvider time)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var left = ProcessTree.Descendants(shadow.Inside).Where(id => !IsServer(id)).ToList();
            if (left.Count == 0)
                return true;
            foreach (var process in left)
                _ = kill(process, Kill);
            await shadow.ReapAsync();
            if (round > 0)
                await Task.Delay(Pause, time);
        }

        return false;
    }

    private static bool IsServer(int process)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{process}/cmdline");
            return (line.Contains("MSBuild.dll", StringComparison.Ordinal)
                && line.Contains("nodemode:", StringComparison.OrdinalIgnoreCase))
                || line.Contains("VBCSCompiler", StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [DllImport("libc")]
    private static extern int kill(int process, int signal);
}
