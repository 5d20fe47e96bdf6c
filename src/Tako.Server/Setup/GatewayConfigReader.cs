using System.Net;
using System.Text.Json;
using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Core.Schema;
using Tako.Models.Config;
using Tako.Server.Reflexes;

namespace Tako.Server.Setup;

/// <summary>Reads the <c>gateway:</c> block of a configuration that satisfies its schema, and lists what the schema cannot
/// say.</summary>
internal sealed class GatewayConfigReader(SourceDocument document, IReadOnlyDictionary<string, string> environment)
{
    private const string Block = "/gateway";

    public List<Fault> Faults { get; } = [];

    public GatewayConfig Read()
    {
        var config = new GatewayConfig();
        if (!document.Root.TryGetProperty("gateway", out var block))
            return config;
        config = config with
        {
            Listen = ReadListen(block) ?? config.Listen,
            Admin = ReadAdmin(block, config.Admin),
            Keys = Text(block, "keys") switch
            {
                "required" => KeyDemand.Required,
                "optional" => KeyDemand.Optional,
                "off" => KeyDemand.Off,
                _ => KeyDemand.Auto,
            },
            BodyLimit = Size(block, "bodyLimit", 1024, 1L << 30) ?? config.BodyLimit,
            HeaderLimit = (int)(Size(block, "headerLimit", 4096, 1 << 20) ?? config.HeaderLimit),
            Streams = block.TryGetProperty("streams", out var streams) ? streams.GetInt32() : config.Streams,
            Unread = Time(block, "", "unread") ?? config.Unread,
            Drain = Time(block, "", "drain") ?? config.Drain,
            Cors = Texts(block, "cors"),
            ResponsesTtl = block.TryGetProperty("responses", out var responses)
                ? Time(responses, "/responses", "ttl") ?? config.ResponsesTtl
                : config.ResponsesTtl,
        };
        if (block.TryGetProperty("reflexes", out var reflexes))
        {
            config = config with
            {
                Secrets = Text(reflexes, "secrets") switch
                {
                    "redact" => SecretsInRequests.Redact,
                    "block" => SecretsInRequests.Block,
                    _ => SecretsInRequests.Off,
                },
                ReflexPolicy = Text(reflexes, "policy"),
                VaultKey = Text(reflexes, "vaultKey") is { } vault ? Key(vault, "/reflexes/vaultKey") : null,
            };
        }

        if (block.TryGetProperty("log", out var log))
        {
            config = config with
            {
                LogRequests = Flag(log, "requests") ?? config.LogRequests,
                LogPrompts = Flag(log, "prompts") ?? config.LogPrompts,
            };
        }

        if (config is { ReflexPolicy: not null, Secrets: not SecretsInRequests.Off })
            Fault("/reflexes/secrets", "is one of the policy's rules where a policy is set; leave it out");
        CheckCors(config.Cors);
        if (config is { Keys: KeyDemand.Off, OnlyLoopback: false })
            Fault("/keys", "is 'off' while other machines can reach the gateway; take required or optional, or listen on 127.0.0.1");
        return config;
    }

    private List<IPEndPoint>? ReadListen(JsonElement block)
    {
        if (!block.TryGetProperty("listen", out var listen))
            return null;
        if (listen.ValueKind != JsonValueKind.Array)
            return Address(listen.ToString(), "/listen") is { } one ? [one] : null;
        return [.. listen.EnumerateArray().Index()
            .Select(item => Address(item.Item.ToString(), $"/listen/{item.Index}")).OfType<IPEndPoint>()];
    }

    private NamedSecret? Key(string written, string path)
    {
        var (key, wrong) = SecretText.Read(written, $"gateway{path.Replace('/', '.')}", environment);
        if (wrong is not null)
            Fault(path, wrong);
        else if (key!.Value.Length < 16)
            Fault(path, "is shorter than 16 characters; take a longer one, such as the output of 'openssl rand -hex 24'");
        return key;
    }

    private AdminConfig ReadAdmin(JsonElement block, AdminConfig otherwise)
    {
        if (!block.TryGetProperty("admin", out var admin))
            return otherwise;
        var listen = admin.TryGetProperty("listen", out var address) ? Address(address.ToString(), "/admin/listen") : null;
        var key = Text(admin, "key") is { } written ? Key(written, "/admin/key") : null;
        var config = new AdminConfig
        {
            Listen = listen ?? otherwise.Listen,
            Key = key,
            PublicMetrics = Flag(admin, "publicMetrics") ?? false,
        };
        if (!IPAddress.IsLoopback(config.Listen.Address) && !admin.TryGetProperty("key", out _))
            Fault("/admin/listen", "can be reached from other machines, which needs admin.key");
        return config;
    }

    private IPEndPoint? Address(string text, string at)
    {
        if (ListenText.Parse(text) is { } address)
            return address;
        Fault(at, $"is '{text}'; write {ListenText.Shape}");
        return null;
    }

    private void CheckCors(IReadOnlyList<string> origins)
    {
        foreach (var (index, origin) in origins.Index())
        {
            if (origin == "*" || (Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                && uri.GetLeftPart(UriPartial.Authority) == origin.TrimEnd('/') && !origin.EndsWith('/')))
                continue;
            Fault($"/cors/{index}", $"is '{origin}'; an origin has no path, such as https://chat.example.com");
        }
    }

    private long? Size(JsonElement holder, string name, long least, long most)
    {
        if (!holder.TryGetProperty(name, out var value))
            return null;
        if (SizeText.Parse(value.ToString()) is Parsed<long>.Ok { Value: var size } && size >= least && size <= most)
            return size;
        Fault($"/{name}", $"is '{value}'; write a size between {least} bytes and {most >> 20} MiB, such as 32MiB");
        return null;
    }

    private TimeSpan? Time(JsonElement holder, string at, string name)
    {
        if (!holder.TryGetProperty(name, out var value))
            return null;
        if (DurationText.Parse(value.ToString()) is Parsed<TimeSpan>.Ok ok)
            return ok.Value;
        Fault($"{at}/{name}", $"is '{value}'; write a duration such as 30s or 2h");
        return null;
    }

    private static IReadOnlyList<string> Texts(JsonElement holder, string name) => holder.TryGetProperty(name, out var value)
        ? value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => item.ToString())] : [value.ToString()]
        : [];

    private static string? Text(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var value) ? value.ToString() : null;

    private static bool? Flag(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var value) ? value.GetBoolean() : null;

    private void Fault(string pointer, string message) => Faults.Add(document.Fault(Block + pointer, message));
}
