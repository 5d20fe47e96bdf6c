using System.Diagnostics;
using System.Globalization;

namespace Tako.Bench.Gateway;

/// <summary>Portkey's gateway from npm, with the versions beneath it that its streaming needs, bound to loopback.</summary>
internal sealed class PortkeyPeer(string scratch)
{
    public Peer Start(Uri upstream)
    {
        var folder = Path.Combine(scratch, "portkey-1.15.2");
        var server = Path.Combine(folder, "node_modules", "@portkey-ai", "gateway", "build", "start-server.js");
        if (!File.Exists(server))
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "package.json"), """
                { "private": true, "dependencies": { "@portkey-ai/gateway": "1.15.2" },
                  "overrides": { "hono": "4.9.7", "@hono/node-server": "1.13.5" } }
                """);
            using var npm = Process.Start(new ProcessStartInfo("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"])
            {
                WorkingDirectory = folder, RedirectStandardOutput = true,
            })!;
            npm.StandardOutput.ReadToEnd();
            npm.WaitForExit();
            if (!File.Exists(server))
                throw new InvalidOperationException("Portkey could not be installed with npm; leave --portkey out.");
        }

        // It listens on every interface unless it is told otherwise before it starts.
        var loopback = Path.Combine(folder, "loopback.cjs");
        File.WriteAllText(loopback, """
            const net = require('net');
            const listen = net.Server.prototype.listen;
            net.Server.prototype.listen = function (options, ...rest) {
              if (typeof options === 'number') return listen.call(this,
                { port: options, host: '127.0.0.1' }, ...rest.filter(part => typeof part === 'function'));
              if (options && typeof options === 'object') return listen.call(this, { ...options, host: '127.0.0.1' }, ...rest);
              return listen.call(this, options, ...rest);
            };
            """);
        var port = Peers.FreePort();
        var peer = Peer.Start("portkey", new Uri($"http://127.0.0.1:{port}/"), "node",
            ["--require", loopback, server, $"--port={port.ToString(CultureInfo.InvariantCulture)}", "--headless"],
            new Dictionary<string, string> { ["NODE_ENV"] = "production" });
        return peer.With(new Dictionary<string, string>
        {
            ["x-portkey-provider"] = "openai",
            ["x-portkey-custom-host"] = $"{upstream}v1",
        });
    }
}
