using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace Tako.Cli.Tests.Kit;

/// <summary>A process that runs, with its time bounded; it is ended when the test is.</summary>
internal sealed class Live : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _said = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _error = new();
    private readonly CancellationTokenSource _limit;
    private readonly Task<string> _out;
    private readonly Task _errors;

    public Live(ProcessStartInfo start, TimeSpan limit, string? input = null)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError, start.RedirectStandardInput) = (true, true, true);
        _limit = new CancellationTokenSource(limit);
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        if (input is not null)
            _process.StandardInput.Write(input);
        _process.StandardInput.Close();
        _out = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        _errors = ListenAsync();
    }

    /// <summary>Waits until a line of standard error holds this text. False when the process ended without it.</summary>
    public async Task<bool> SaysAsync(string text)
    {
        await foreach (var line in _said.Reader.ReadAllAsync(_limit.Token))
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    public async Task InterruptAsync()
    {
        using var kill = Process.Start("sh", ["-c", $"kill -INT {_process.Id}"]);
        await kill.WaitForExitAsync(_limit.Token);
    }

    public void Kill()
    {
        if (!_process.HasExited)
            _process.Kill();
    }

    public async Task<Ran> EndAsync()
    {
        try
        {
            await _process.WaitForExitAsync(_limit.Token);
            await _errors.WaitAsync(_limit.Token);
            var said = await _out.WaitAsync(_limit.Token);
            lock (_error)
                return new Ran(_process.ExitCode, said, _error.ToString());
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            lock (_error)
                throw new TimeoutException($"It did not end in time. So far:\n{_error}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _limit.Dispose();
    }

    private async Task ListenAsync()
    {
        while (await _process.StandardError.ReadLineAsync(CancellationToken.None) is { } line)
        {
            lock (_error)
                _error.AppendLine(line);
            _said.Writer.TryWrite(line);
        }

        _said.Writer.TryComplete();
    }
}
