using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Tako.Reflexes.Hooks;

/// <summary>Runs a hook's command once, with a limit on its time and its output, and ends everything it started.</summary>
internal static class HookProcess
{
    /// <param name="Fault">Why there is no answer; null when it ended by itself.</param>
    internal readonly record struct Run(int ExitCode, string Output, string Error, string? Fault);

    public static async ValueTask<Run> RunAsync(CommandHookOptions options, byte[] input, TimeProvider time,
        CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = Start(options) };
        try
        {
            process.Start();
        }
        catch (Exception wrong) when (wrong is Win32Exception or InvalidOperationException or IOException)
        {
            return Failed($"its command could not be started ({wrong.GetType().Name})");
        }

        using var late = new CancellationTokenSource(options.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            var writing = WriteAsync(process, input, both.Token);
            var output = ReadAsync(process.StandardOutput, options.MaxOutput, both.Token);
            var error = ReadAsync(process.StandardError, options.MaxOutput, both.Token);
            await process.WaitForExitAsync(both.Token);
            var (said, complained) = (await output, await error);
            await writing;
            return said is null || complained is null
                ? Failed($"it wrote more than {options.MaxOutput} characters")
                : new Run(process.ExitCode, said, complained, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed($"it was not done within {options.Timeout:g}");
        }
        finally
        {
            End(process);
        }
    }

    private static ProcessStartInfo Start(CommandHookOptions options)
    {
        var start = new ProcessStartInfo(options.Command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
            WorkingDirectory = options.Directory ?? "",
        };
        foreach (var argument in options.Command.Skip(1))
            start.ArgumentList.Add(argument);
        return start;
    }

    private static async Task WriteAsync(Process process, byte[] input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It need not read what it is asked.
        }
    }

    // Null when there is more than may be read; the rest is read all the same, so that it can end.
    private static async Task<string?> ReadAsync(StreamReader reader, int most, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[4_096];
        var whole = true;
        while (await reader.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            whole &= text.Length + count <= most;
            if (whole)
                text.Append(buffer, 0, count);
        }

        return whole ? text.ToString() : null;
    }

    private static void End(Process process)
    {
        try
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended meanwhile.
        }
    }

    private static Run Failed(string fault) => new(-1, "", "", fault);
}
