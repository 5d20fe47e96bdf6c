using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Tako.Models.Calls;
using Tako.Models.Catalog;
using Tako.Models.Failures;
using Tako.Models.Wire;
using Tako.Testing.Models;

namespace Tako.Models.Tests.Calls.Wired;

/// <summary>Calls in bytes, as a client of each protocol makes them, and what it hears.</summary>
internal static class Wires
{
    public const string Question = "Say the sixty words about the octopus, please.";

    public const string Words =
        "An octopus thinks with eight arms at once: every arm tastes, grips and decides on its own, while the small brain between them "
        + "only wishes, and when one arm is lost the others close the gap, so that nothing it holds is ever dropped, and the hunter "
        + "who watches from above believes that a single hand did all of this in one breath, quietly.";

    /// <summary>Two providers that speak a protocol, a primary and a fallback, and a chain of both.</summary>
    public static ModelCatalog Chain(FakeProvider primary, FakeProvider fallback, WireKind wire, WireKind? other = null,
        TimeProvider? time = null, string links = "[first, second]", string more = "", string first = "", string second = "",
        CallLimits? limits = null) => Clients.Read($$"""
            providers:
              one: { kind: {{Kind(wire)}}, baseAddress: "{{Address(primary, wire)}}", key: {{Clients.Key}} }
              two: { kind: {{Kind(other ?? wire)}}, baseAddress: "{{Address(fallback, other ?? wire)}}", key: {{Clients.Key}} }
            models:
              first: { provider: one, id: up-1, {{Dialect(wire)}} prices: { input: 2, output: 10 }, contextWindow: 8000 {{first}} }
              second: { provider: two, id: up-2, {{Dialect(other ?? wire)}} prices: { input: 4, output: 20 },
                contextWindow: 200000 {{second}} }
              careful: { chain: {{links}} }
            {{more}}
            """, time: time, limits: limits);

    public static ModelCall Ask(WireKind wire, string model = "careful", bool streamed = true, string prompt = Question,
        string more = "", CallTerms? terms = null)
    {
        var body = wire switch
        {
            WireKind.Responses => $$"""{"model":"{{model}}","input":"{{prompt}}","stream":{{(streamed ? "true" : "false")}}{{more}}}""",
            WireKind.Messages => $$"""
                {"model":"{{model}}","max_tokens":500,"messages":[{"role":"user","content":"{{prompt}}"}],
                "stream":{{(streamed ? "true" : "false")}}{{more}}}
                """,
            _ => $$"""
                {"model":"{{model}}","messages":[{"role":"user","content":"{{prompt}}"}],
                "stream":{{(streamed ? "true" : "false")}},"stream_options":{"include_usage":true}{{more}}}
                """,
        };
        return new ModelCall
        {
            Model = model, Wire = wire, Body = Encoding.UTF8.GetBytes(body), Streamed = streamed, Terms = terms ?? CallTerms.None,
        };
    }

    /// <summary>Makes the call and reads the answer to its end, as its client would.</summary>
    public static async Task<Heard> HearAsync(this ModelCatalog catalog, ModelCall call, CancellationToken cancellationToken = default)
    {
        await using var answer = await catalog.Route.StartAsync(call, cancellationToken);
        var raw = new StringBuilder();
        var frames = 0;
        while (await answer.NextAsync(cancellationToken))
        {
            raw.Append(Encoding.UTF8.GetString(answer.Bytes.Span));
            frames++;
        }

        await answer.DisposeAsync();
        return Heard.Of(call, answer, raw.ToString(), frames);
    }

    public static string Kind(WireKind wire) => wire == WireKind.Messages ? "anthropic" : "compatible";

    private static string Dialect(WireKind wire) => wire == WireKind.Responses ? "wire: responses," : "";

    private static Uri Address(FakeProvider provider, WireKind wire) =>
        wire == WireKind.Messages ? provider.Address : provider.OpenAiAddress;
}

/// <summary>What a client heard.</summary>
internal sealed record Heard
{
    public required string Raw { get; init; }

    public required int Frames { get; init; }

    public required string Text { get; init; }

    public required AnswerHead Head { get; init; }

    public required CallReport Report { get; init; }

    public CallFailure? Refusal { get; init; }

    /// <summary>An error in the stream.</summary>
    public bool HasError { get; init; }

    /// <summary>A finish reason, and the protocol's end.</summary>
    public bool IsWhole { get; init; }

    public UsageDetails? Usage { get; init; }

    public static Heard Of(ModelCall call, CallAnswer answer, string raw, int frames)
    {
        var protocol = WireProtocol.Of(call.Wire!.Value);
        List<Delta> deltas = [];
        if (answer.Refusal is null && answer.Streamed)
        {
            Queue<Frame> events = [];
            var parser = new SseParser(1 << 20);
            parser.Feed(Encoding.UTF8.GetBytes(raw), events);
            parser.Complete(events);
            deltas = [.. events.SelectMany(frame => frame.View(protocol))];
        }
        else if (answer.Refusal is null && call.Operation == CallOperation.Generate)
        {
            var bytes = Encoding.UTF8.GetBytes(raw);
            deltas = [.. new Frame(bytes, "", bytes, whole: true).View(protocol)];
        }

        UsageDetails? usage = null;
        foreach (var used in deltas.OfType<Delta.Used>())
            usage = UsageFold.Replace(usage, used.Usage);
        return new Heard
        {
            Raw = raw,
            Frames = frames,
            Text = string.Concat(deltas.OfType<Delta.Text>().Select(delta => delta.Words)),
            Head = answer.Head,
            Report = answer.Report,
            Refusal = answer.Refusal,
            HasError = deltas.Any(delta => delta is Delta.Failed),
            IsWhole = deltas.Count(delta => delta is Delta.Finish) == 1
                && (!answer.Streamed || deltas.Count(delta => delta is Delta.End) == 1),
            Usage = usage,
        };
    }

    /// <summary>The right text, once, with its end, its usage and no error.</summary>
    public void ShouldBeWhole(string text)
    {
        Refusal.ShouldBeNull();
        HasError.ShouldBeFalse(Raw);
        Text.ShouldBe(text);
        IsWhole.ShouldBeTrue(Raw);
        Report.Failure.ShouldBeNull();
        Report.Abandoned.ShouldBeFalse();
    }

    /// <summary>An error that no client takes for an answer.</summary>
    public void ShouldBeCleanError()
    {
        HasError.ShouldBeTrue(Raw);
        IsWhole.ShouldBeFalse(Raw);
        Report.Failure.ShouldNotBeNull();
    }
}
