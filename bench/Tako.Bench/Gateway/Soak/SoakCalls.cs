using System.Globalization;
using System.Text;
using Tako.Eval.Failover;

namespace Tako.Bench.Gateway.Soak;

/// <summary>What is asked for in the soak: kinds of calls by weight, the models behind them, and the configuration of these.</summary>
internal static class SoakCalls
{
    /// <summary>Answered by the first model; known to the token to client, ledger and provider.</summary>
    public const string Answered = "answered";

    /// <summary>From twenty questions, so that most answers come from the cache.</summary>
    public const string Cached = "cached";

    /// <summary>A model that fails before its first word, and one that answers.</summary>
    public const string Healed = "healed";

    /// <summary>A model that breaks off after its first words, and one that goes on.</summary>
    public const string Continued = "continued";

    /// <summary>Nobody answers.</summary>
    public const string Failed = "failed";

    /// <summary>The client leaves in the middle.</summary>
    public const string Left = "left";

    /// <summary>With the key whose budget runs out.</summary>
    public const string Budget = "budget";

    /// <summary>The tokens of that budget: used up within the first minute.</summary>
    public const long BudgetTokens = 20_000;

    private const int Questions = 20;
    private const int MostWords = 400;

    private static readonly Kind[] Kinds =
    [
        new(Answered, 30, "ok-40"), new(Answered, 8, "fast"), new(Answered, 6, "tool"), new(Cached, 12, "ok-45"),
        new(Healed, 5, "status-503", "ok-50"), new(Healed, 4, "garbage", "ok-51"), new(Healed, 4, "error-in-200", "ok-52"),
        new(Healed, 3, "html", "ok-53"), new(Healed, 3, "s03-primary"), new(Healed, 3, "s05-primary"),
        new(Continued, 4, "s08-primary", "s08-fallback"), new(Continued, 3, "s10-primary", "s10-fallback"),
        new(Continued, 1, "s09-primary", "s09-fallback"), new(Failed, 2, "status-500"), new(Failed, 1, "error-in-200"),
        // These speak slowly, or not for long: there is a middle to leave in.
        new(Left, 7, "s02-fallback") { Streams = true }, new(Left, 1, "s07-primary") { Streams = false },
        new(Budget, 4, "ok-55"),
    ];

    private static readonly Kind[] ByWeight = [.. Kinds.SelectMany(static kind => Enumerable.Repeat(kind, kind.Weight))];

    public static IReadOnlyList<string> Tags { get; } = [.. Kinds.Select(static kind => kind.Tag).Distinct()];

    /// <summary>The kind of call that alone asks the provider for this model; null where several do.</summary>
    public static string? TagOf(string model) =>
        Kinds.Where(kind => kind.Links.Contains(model)).Select(static kind => kind.Tag).Distinct().ToList() is [var only] ? only : null;

    /// <summary>Call number so-and-so of a soak: the same in every run.</summary>
    public static SoakCall Number(int number)
    {
        var chance = new Random(number);
        var kind = ByWeight[chance.Next(ByWeight.Length)];
        var cached = kind.Tag == Cached;
        var question = cached ? chance.Next(Questions) : number;
        var words = cached ? 60 : chance.Next(5, MostWords);
        var (client, provider) = (chance.Next(3), chance.Next(3));
        return new SoakCall
        {
            Tag = kind.Tag,
            Surface = (Surface)client,
            Model = Name(kind, (Surface)(cached ? client : provider)),
            Streams = kind.Streams ?? chance.Next(2) == 0,
            Prompt = string.Create(CultureInfo.InvariantCulture, $"Question {question}:")
                + string.Concat(Enumerable.Range(0, words).Select(word => $" about{(word * 7 + question) % 1000}")),
            LeavesAfter = kind.Tag == Left ? chance.Next(3, 30) : null,
            AsksUsage = chance.Next(2) == 0,
            Keeps = chance.Next(4) == 0 && !cached,
        };
    }

    /// <summary>The models of all kinds, each over each of the three protocols of providers.</summary>
    public static string Yaml(Uri provider)
    {
        var root = provider.GetLeftPart(UriPartial.Authority);
        var yaml = new StringBuilder("providers:\n")
            .Append($"  open: {{ kind: compatible, baseAddress: \"{root}/v1\", key: none }}\n")
            .Append($"  other: {{ kind: anthropic, baseAddress: \"{root}\", key: none }}\nmodels:\n");
        foreach (var kind in Kinds)
        {
            foreach (var wire in Enum.GetValues<Surface>())
            {
                var name = Name(kind, wire);
                for (var link = 0; link < kind.Links.Length; link++)
                {
                    var alone = kind.Links.Length == 1;
                    yaml.Append(CultureInfo.InvariantCulture, $"  {name}{(alone ? "" : $"-{link}")}: {{ id: {kind.Links[link]}, ")
                        .Append(wire == Surface.Messages ? "provider: other, " : "provider: open, ")
                        .Append(wire == Surface.Responses ? "wire: responses, " : "")
                        .Append(CultureInfo.InvariantCulture, $"prices: {{ input: {1 + 2 * link}, output: {2 + 3 * link} }} }}\n");
                }

                if (kind.Links.Length > 1)
                    yaml.Append($"  {name}: {{ chain: [{string.Join(", ", kind.Links.Select((_, link) => $"{name}-{link}"))}] }}\n");
            }
        }

        // Short beside the silences of the provider, long beside the pauses of a busy machine: an answer that was given up for being late
        // was sent all the same, and the provider counts it.
        return yaml.Append("timeouts: { connect: 10s, firstToken: 10s, idle: 10s, answer: 15s, call: 60s }\n")
            .Append("retries: 2\nbreaker: { open: 2s }\n")
            .Append("cache: { enabled: true, maxBytes: 16MiB }\n").ToString();
    }

    private static string Name(Kind kind, Surface wire) => $"{kind.Tag}-{kind.Links[0]}-{wire.ToString().ToLowerInvariant()}";

    private sealed record Kind(string Tag, int Weight, params string[] Links)
    {
        /// <summary>Null is now so, now so.</summary>
        public bool? Streams { get; init; }
    }
}

/// <summary>One call.</summary>
internal sealed record SoakCall
{
    public required string Tag { get; init; }

    public required Surface Surface { get; init; }

    public required string Model { get; init; }

    public required bool Streams { get; init; }

    public required string Prompt { get; init; }

    /// <summary>Events that the client reads before it leaves; null when it stays.</summary>
    public int? LeavesAfter { get; init; }

    /// <summary>Chat completions tell usage in a stream only when they are asked to.</summary>
    public bool AsksUsage { get; init; }

    /// <summary>A response that the gateway is to keep.</summary>
    public bool Keeps { get; init; }

    public string Path => Surface switch
    {
        Surface.Chat => "v1/chat/completions",
        Surface.Responses => "v1/responses",
        _ => "v1/messages",
    };

    public string Body
    {
        get
        {
            var streams = Streams ? "true" : "false";
            return Surface switch
            {
                Surface.Responses => $$"""
                    {"model":"{{Model}}","stream":{{streams}},"store":{{(Keeps ? "true" : "false")}},"max_output_tokens":200,
                     "input":"{{Prompt}}"}
                    """,
                Surface.Chat when Streams && AsksUsage => $$"""
                    {"model":"{{Model}}","stream":true,"stream_options":{"include_usage":true},"max_tokens":200,
                     "messages":[{"role":"user","content":"{{Prompt}}"}]}
                    """,
                _ => $$"""
                    {"model":"{{Model}}","stream":{{streams}},"max_tokens":200,"messages":[{"role":"user","content":"{{Prompt}}"}]}
                    """,
            };
        }
    }
}
