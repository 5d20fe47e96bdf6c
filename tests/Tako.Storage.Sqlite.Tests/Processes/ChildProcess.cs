using System.Diagnostics;

namespace Tako.Storage.Sqlite.Tests.Processes;

/// <summary>This executable once more, as another process.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    public ChildProcess(IEnumerable<string> args, IEnumerable<string>? prefix = null)
    {
        List<string> command = [.. prefix ?? [], Environment.ProcessPath!, "--child", .. args];
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true,
            RedirectStandardInput = true };
        _process = Process.Start(start)!;
    }

    public async Task<string?> LineAsync() =>
        await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));

    public Task SayAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    /// <summary>Ends it as the kernel would: no handler runs.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits for its end; returns what it said meanwhile and its exit code.</summary>
    public async Task<(string Output, int ExitCode)> EndAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return (output, _process.ExitCode);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
