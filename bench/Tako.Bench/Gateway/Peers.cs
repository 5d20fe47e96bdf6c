using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Tako.Bench.Gateway;

/// <summary>Starts the servers that are measured, each on a free loopback port with a folder of its own.</summary>
internal sealed class Peers(string scratch, string tako)
{
    /// <summary>A chat completion as a provider sends it.</summary>
    public const string Answer = """{"id":"chatcmpl-bench","object":"chat.completion","created":1700000000,"model":"m","choices":["""
        + """{"index":0,"message":{"role":"assistant","content":"The quick brown fox jumps over the lazy dog, and the dog, being lazy, """
        + """does not mind at all. So ends the tale."},"finish_reason":"stop"}],"""
        + """ "usage":{"prompt_tokens":120,"completion_tokens":28,"total_tokens":148}}""";

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A provider that answers each request at once with the same bytes.</summary>
    public Peer Upstream()
    {
        var port = FreePort();
        return Nginx("upstream", port, $$"""
            location / { default_type application/json; return 200 '{{Answer.Trim()}}'; }
            """);
    }

    /// <summary>The floor: a plain reverse proxy.</summary>
    public Peer Proxy(Uri upstream)
    {
        var port = FreePort();
        return Nginx("nginx", port, """
            location / { proxy_pass http://behind; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; }
            """, $"upstream behind {{ server {upstream.Authority}; keepalive 1024; keepalive_requests 1000000; }}");
    }

    public Peer Tako(string name, Uri upstream, string more = "cache: { enabled: false }", string reflexes = "") =>
        Serve(name, port => $$"""
        providers: { up: { kind: compatible, baseAddress: "{{upstream}}v1" } }
        models: { m: { provider: up, prices: { input: 1, output: 2 } } }
        gateway: { listen: "127.0.0.1:{{port}}", admin: { listen: "127.0.0.1:{{FreePort()}}" }, log: { requests: false }{{reflexes}} }
        {{more}}
        """);

    /// <summary>Tako's gateway with a configuration that is made for the port it listens on.</summary>
    public Peer Serve(string name, Func<int, string> config)
    {
        var port = FreePort();
        var folder = Fresh(name);
        var place = Path.Combine(folder, "config", "tako");
        Directory.CreateDirectory(place);
        File.WriteAllText(Path.Combine(place, "config.yaml"), config(port));
        return Peer.Start(name, new Uri($"http://127.0.0.1:{port}/"), tako, ["serve"], new Dictionary<string, string>
        {
            ["XDG_CONFIG_HOME"] = Path.Combine(folder, "config"),
            ["XDG_STATE_HOME"] = Path.Combine(folder, "state"),
            // As ./tako sets it, which is passed over here so that the process measured is the gateway itself.
            ["DOTNET_GCgen0size"] = "0x4000000",
        });
    }

    public static Peer Own(string mode, params string[] arguments)
    {
        var port = FreePort();
        return Peer.Start(mode, new Uri($"http://127.0.0.1:{port}/"), Environment.ProcessPath!,
            ["gateway", mode, port.ToString(CultureInfo.InvariantCulture), .. arguments]);
    }

    public string Fresh(string name)
    {
        var folder = Path.Combine(scratch, name.Replace(' ', '-'));
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        return folder;
    }

    private Peer Nginx(string name, int port, string locations, string before = "")
    {
        var folder = Fresh(name);
        var file = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(file, $$"""
            daemon off;
            worker_processes 1;
            pid {{folder}}/pid;
            error_log {{folder}}/error.log;
            events { worker_connections 4096; }
            http {
              access_log off;
              client_body_temp_path {{folder}}/body;
              proxy_temp_path {{folder}}/proxy;
              fastcgi_temp_path {{folder}}/fastcgi;
              uwsgi_temp_path {{folder}}/uwsgi;
              scgi_temp_path {{folder}}/scgi;
              client_max_body_size 64m;
              keepalive_requests 10000000;
              {{before}}
              server { listen 127.0.0.1:{{port}}; {{locations}} }
            }
            """);
        var program = File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";
        return Peer.Start(name, new Uri($"http://127.0.0.1:{port}/"), program, ["-c", file, "-p", folder]);
    }
}
