using System.Diagnostics;
using System.Globalization;

namespace Tako.Bench.Gateway;

/// <summary>A server under measurement: processes of ours, their address, and the processor time that they took.</summary>
internal sealed class Peer(string name, Uri address, Process process) : IDisposable
{
    private const double TicksPerSecond = 100;

    public string Name => name;

    public Uri Address => address;

    /// <summary>Headers that each request to it needs.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; private init; } = new Dictionary<string, string>();

    public Peer With(IReadOnlyDictionary<string, string> headers) => new(name, address, process) { Headers = headers };

    /// <summary>Seconds of processor time so far, children included.</summary>
    public double Seconds() => Tree(process.Id).Sum(static id => ReadTicks(id)) / TicksPerSecond;

    /// <summary>Resident bytes, children included.</summary>
    public long Resident() => Tree(process.Id).Sum(static id => ReadResident(id));

    public static Peer Start(string name, Uri address, string program, IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
            start.Environment[key] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var last = new Queue<string>();
        void Keep(object sender, DataReceivedEventArgs line)
        {
            lock (last)
            {
                if (line.Data is not null)
                    last.Enqueue(line.Data);
                if (last.Count > 20)
                    last.Dequeue();
            }
        }

        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var peer = new Peer(name, address, process);
        var deadline = Environment.TickCount64 + 20_000;
        while (!Listens(address))
        {
            if (process.HasExited || Environment.TickCount64 > deadline)
            {
                peer.Dispose();
                lock (last)
                    throw new InvalidOperationException($"{name} does not listen on {address}: {string.Join('\n', last)}");
            }

            Thread.Sleep(50);
        }

        return peer;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit(5_000);
        }

        process.Dispose();
    }

    private static bool Listens(Uri address)
    {
        try
        {
            using var client = new System.Net.Sockets.TcpClient();
            client.Connect(address.Host, address.Port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    private static List<int> Tree(int root)
    {
        List<int> all = [root];
        for (var at = 0; at < all.Count; at++)
        {
            try
            {
                foreach (var task in Directory.GetDirectories($"/proc/{all[at]}/task"))
                {
                    all.AddRange(File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)
                        .Select(id => int.Parse(id, CultureInfo.InvariantCulture)));
                }
            }
            catch (IOException)
            {
                // It ended meanwhile.
            }
        }

        return all;
    }

    private static double ReadTicks(int id)
    {
        var text = File.ReadAllText($"/proc/{id}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture);
    }

    private static long ReadResident(int id)
    {
        var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return line is null ? 0 : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture);
    }
}
