using System.Text;
using Tako.Core.Caching;
using Tako.Models.Caching;
using Tako.Models.Calls;
using Tako.Models.Wire;
using Tako.Testing.Time;

namespace Tako.Models.Tests.Caching;

/// <summary>A cache with a fake route behind it.</summary>
internal sealed class CacheKit : IDisposable
{
    public const string Whole =
        """{"id":"c1","model":"small-1","choices":[{"index":0,"message":{"content":"Hi","refusal":null},"finish_reason":"stop"}]}""";

    public static readonly string[] Stream =
    [
        "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"refusal\":null,\"content\":\"Hel\"},\"finish_reason\":null}]}\n\n",
        "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"lo\"},\"finish_reason\":null}]}\n\n",
        "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
        "data: [DONE]\n\n",
    ];

    public CacheKit(Func<ModelCall, FakeAnswer>? answer = null, CacheOptions? options = null)
    {
        Behind = new FakeRoute(answer ?? (call => call.Streamed ? new FakeAnswer(true, Stream) : new FakeAnswer(false, Whole)));
        Options = options ?? new CacheOptions();
        Store = new MemoryAnswers(Options.MaxBytes, Time);
        Route = new CachedRoute(Behind, Store, Options, Instruments, Time);
    }

    public ManualTimeProvider Time { get; } = new();

    public FakeRoute Behind { get; }

    public CacheOptions Options { get; }

    public MemoryAnswers Store { get; }

    public CacheInstruments Instruments { get; } = new();

    public CachedRoute Route { get; }

    public static ModelCall Call(string body = """{"model":"small","messages":[{"role":"user","content":"Hello?"}]}""",
        bool streamed = false, WireKind wire = WireKind.Chat, CacheControl? control = null, string tenant = "local",
        CallOperation operation = CallOperation.Generate) => new()
        {
            Model = "small",
            Wire = wire,
            Body = Encoding.UTF8.GetBytes(body),
            Streamed = streamed,
            Operation = operation,
            Terms = new CallTerms { Tenant = tenant, Cache = control ?? CacheControl.Default },
        };

    public async Task<Told> AskAsync(ModelCall call, CancellationToken cancellationToken = default) =>
        await ReadAsync(await Route.StartAsync(call, cancellationToken), cancellationToken);

    public static async Task<Told> ReadAsync(CallAnswer answer, CancellationToken cancellationToken = default)
    {
        await using (answer)
        {
            List<string> frames = [];
            while (await answer.NextAsync(cancellationToken))
                frames.Add(Encoding.UTF8.GetString(answer.Bytes.Span));
            return new Told(answer.Head.Cache, frames, answer);
        }
    }

    public void Dispose() => Instruments.Dispose();
}

/// <summary>An answer that was read to its end.</summary>
internal sealed record Told(CacheState State, IReadOnlyList<string> Frames, CallAnswer Answer);
