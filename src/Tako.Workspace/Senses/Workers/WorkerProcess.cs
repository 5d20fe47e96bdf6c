using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Tako.Workspace.Senses.Workers;

/// <summary>A running interpreter that answers questions over its pipes: four bytes of length, then JSON.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int MaxReply = 256 << 20;
    private static readonly string[] Passed = ["PATH", "HOME", "PYENV_ROOT", "SystemRoot"];
    private readonly Process _process;

    private WorkerProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>What the interpreter said of itself when it was met.</summary>
    public WorkerReply About { get; private set; } = new();

    /// <summary>Starts the first interpreter that answers; null when none does.</summary>
    public static async ValueTask<WorkerProcess?> StartAsync(WorkerProgram program, CancellationToken cancellationToken)
    {
        var text = program.Text();
        foreach (var path in program.Candidates())
        {
            if (Start(path, program, text) is not { } worker)
                continue;
            try
            {
                worker.About = await worker.AskAsync(new WorkerRequest("hello", []), cancellationToken);
                return worker;
            }
            catch (Exception wrong) when (wrong is IOException or JsonException)
            {
                worker.Dispose();
            }
            catch
            {
                worker.Dispose();
                throw;
            }
        }

        return null;
    }

    /// <exception cref="IOException">The process is gone or says what nobody asked.</exception>
    public async ValueTask<WorkerReply> AskAsync(WorkerRequest request, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(request, WorkerJson.Default.WorkerRequest);
        var message = new byte[body.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(message, body.Length);
        body.CopyTo(message, 4);
        var input = _process.StandardInput.BaseStream;
        var output = _process.StandardOutput.BaseStream;
        await input.WriteAsync(message, cancellationToken);
        await input.FlushAsync(cancellationToken);
        var head = new byte[4];
        await output.ReadExactlyAsync(head, cancellationToken);
        var length = BinaryPrimitives.ReadInt32BigEndian(head);
        if (length is < 0 or > MaxReply)
            throw new IOException($"The worker announced {length} bytes.");
        var reply = new byte[length];
        await output.ReadExactlyAsync(reply, cancellationToken);
        return JsonSerializer.Deserialize(reply, WorkerJson.Default.WorkerReply) ?? throw new IOException("The worker said null.");
    }

    public void Dispose()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
        {
            // It ended by itself.
        }

        _process.Dispose();
    }

    private static WorkerProcess? Start(string path, WorkerProgram program, string text)
    {
        // Nothing of the caller's environment or folder can change what the interpreter loads.
        var start = new ProcessStartInfo(path)
        {
            WorkingDirectory = "/", RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var argument in program.Arguments)
            start.ArgumentList.Add(argument);
        start.ArgumentList.Add(text);
        var kept = Passed.Where(start.Environment.ContainsKey).ToDictionary(name => name, name => start.Environment[name]);
        start.Environment.Clear();
        foreach (var (name, value) in kept)
            start.Environment[name] = value;
        start.Environment["LANG"] = "C.UTF-8";
        try
        {
            if (Process.Start(start) is not { } process)
                return null;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            return new WorkerProcess(process);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
