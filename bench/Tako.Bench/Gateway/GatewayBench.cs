using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Server;

namespace Tako.Bench.Gateway;

/// <summary>
/// What a request costs on its way through the gateway, pass-through on chat completions: bytes allocated and CPU time of the whole
/// process, beside the same client straight at the same upstream. Everything is in one process, so client and upstream, which
/// allocate nothing, are in the CPU time of both.
/// </summary>
internal static class GatewayBench
{
    private const string Yaml = "models: { fast: { provider: up } }\ncache: { enabled: false }\n"
        + "gateway: { listen: \"127.0.0.1:0\", admin: { listen: \"127.0.0.1:0\" }, log: { requests: false } }\n";

    public static async Task RunAsync(string[] args)
    {
        var requests = args.Length > 0 ? int.Parse(args[0], null) : 5000;
        using var upstream = new CannedUpstream();
        var file = Path.GetTempFileName();
        var provider = $"providers: {{ up: {{ kind: compatible, baseAddress: \"{upstream.Address}v1\", key: k }} }}\n";
        await File.WriteAllTextAsync(file, provider + Yaml);
        var ledger = new MemoryLedger(TimeProvider.System);
        var source = new GatewaySource { File = file, Environment = new Dictionary<string, string>(), Random = new Random(1) };
        var start = await GatewayServer.StartAsync(new GatewayParts
        {
            Read = source.Read,
            Ledger = ledger,
            Blobs = ledger,
            Logs = NullLoggerFactory.Instance,
            Ids = new IdSource(TimeProvider.System, new Random(2)),
            Chance = new Random(3),
        });
        File.Delete(file);
        await using var server = ((GatewayStart.Started)start).Server;
        foreach (var stream in new[] { false, true })
        {
            var (straightBytes, straightCpu) = await MeasureAsync(upstream.Address, stream, requests);
            var (bytes, cpu) = await MeasureAsync(server.Addresses[0], stream, requests);
            Console.WriteLine(FormattableString.Invariant(
                $"{(stream ? "stream of 12 frames" : "whole answer")}: {bytes - straightBytes:F0} bytes allocated a request; ")
                + FormattableString.Invariant($"CPU {cpu:F1} us, straight {straightCpu:F1} us ")
                + FormattableString.Invariant($"(ratio {cpu / straightCpu:F2}, added {cpu - straightCpu:F1} us)"));
        }
    }

    private static async Task<(double Bytes, double Cpu)> MeasureAsync(Uri address, bool stream, int requests)
    {
        using var client = new CannedClient(address, stream);
        for (var warm = 0; warm < requests / 2; warm++)
            await client.AskAsync();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var (bytes, cpu) = (GC.GetTotalAllocatedBytes(precise: true), process.TotalProcessorTime);
        for (var round = 0; round < requests; round++)
            await client.AskAsync();
        process.Refresh();
        return ((GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)requests,
            (process.TotalProcessorTime - cpu).TotalMicroseconds / requests);
    }

    /// <summary>Sends one request again and again over one connection.</summary>
    private sealed class CannedClient : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        private readonly byte[] _request;
        private readonly byte[] _buffer = new byte[64 * 1024];
        private readonly byte[] _end;

        public CannedClient(Uri address, bool stream)
        {
            _socket.Connect(IPAddress.Loopback, address.Port);
            var words = new string('x', 900);
            var body = $$"""{"model":"fast","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"{{words}}"}]}""";
            _request = Encoding.ASCII.GetBytes("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"
                + $"Content-Type: application/json\r\nAuthorization: Bearer any\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            _end = Encoding.ASCII.GetBytes(stream ? "\r\n0\r\n\r\n" : "\"canned\":true}");
        }

        public async ValueTask AskAsync()
        {
            await _socket.SendAsync(_request);
            var length = 0;
            while (_buffer.AsSpan(0, length).IndexOf(_end) < 0)
                length += await _socket.ReceiveAsync(_buffer.AsMemory(length));
        }

        public void Dispose() => _socket.Dispose();
    }

    /// <summary>Answers every request on a connection with the same bytes.</summary>
    private sealed class CannedUpstream : IDisposable
    {
        private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        public CannedUpstream()
        {
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _listener.Listen();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}/");
            _ = AcceptAsync();
        }

        public Uri Address { get; }

        private static byte[] Whole { get; } = Http("application/json", "Content-Length",
            """{"id":"c","object":"chat.completion","created":1,"model":"fast","choices":[{"index":0,"finish_reason":"stop","""
            + """ "message":{"role":"assistant","content":"hello"}}],"""
            + """ "usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4},"canned":true}""");

        private static byte[] Stream { get; } = Events();

        public void Dispose() => _listener.Dispose();

        private static byte[] Http(string type, string length, string body) => Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\n{length}: {body.Length}\r\n\r\n{body}");

        private static byte[] Events()
        {
            var text = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (var frame = 0; frame < 12; frame++)
            {
                var (delta, finish) = frame < 10 ? ("\"content\":\"word \"", "null") : ("", "\"stop\"");
                var data = frame == 11 ? "data: [DONE]\n\n"
                    : "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"fast\","
                        + $"\"choices\":[{{\"index\":0,\"delta\":{{{delta}}},\"finish_reason\":{finish}}}]}}\n\n";
                text.Append($"{data.Length:x}\r\n{data}\r\n");
            }

            return Encoding.ASCII.GetBytes(text.Append("0\r\n\r\n").ToString());
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                    _ = AnswerAsync(await _listener.AcceptAsync());
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
            {
            }
        }

        private static async Task AnswerAsync(Socket socket)
        {
            socket.NoDelay = true;
            var buffer = new byte[64 * 1024];
            try
            {
                int read;
                var length = 0;
                while ((read = await socket.ReceiveAsync(buffer.AsMemory(length))) > 0)
                {
                    length += read;
                    // The bench's bodies end in this.
                    if (!buffer.AsSpan(0, length).EndsWith("\"}]}"u8))
                        continue;
                    await socket.SendAsync(buffer.AsSpan(0, length).IndexOf("\"stream\":true"u8) >= 0 ? Stream : Whole);
                    length = 0;
                }
            }
            catch (SocketException)
            {
            }
        }
    }
}
