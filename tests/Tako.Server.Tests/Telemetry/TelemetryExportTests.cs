using System.Text;
using Microsoft.Extensions.Logging;
using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Models.Pricing;
using Tako.Models.Wire;
using Tako.Server.Telemetry;
using Tako.Testing.Time;

namespace Tako.Server.Tests.Telemetry;

/// <summary>A receiver of the test's own sees what is exported.</summary>
[Collection(GlobalListening.Name)]
public sealed partial class TelemetryExportTests
{
    private const string Secret = "the patient is Ada";

    [Theory]
    [InlineData(OtlpWire.Http)]
    [InlineData(OtlpWire.Grpc)]
    public async Task A_receiver_sees_spans_metrics_and_logs(OtlpWire wire)
    {
        await using var receiver = await OtlpReceiver.StartAsync(wire == OtlpWire.Grpc);
        Export(receiver, new TelemetryOptions { Otlp = receiver.Address, Protocol = wire });

        var span = receiver.Spans.Single(span => span.Text(5) == "chat careful");
        var said = span.Attributes(9);
        said["gen_ai.operation.name"].ShouldBe("chat");
        said["gen_ai.provider.name"].ShouldBe("home");
        said["gen_ai.request.model"].ShouldBe("careful");
        said["gen_ai.response.model"].ShouldBe("careful-2026");
        said["gen_ai.usage.input_tokens"].ShouldBe("120");
        said["gen_ai.usage.output_tokens"].ShouldBe("30");
        said["gen_ai.response.finish_reasons"].ShouldBe("stop");
        said["server.address"].ShouldBe("models.example");
        said["server.port"].ShouldBe("8443");
        said["tako.cache.state"].ShouldBe("miss");
        said.ShouldNotContainKey("error.type");
        var failed = receiver.Spans.Single(span => span.Text(5) == "chat broken");
        failed.Attributes(9)["error.type"].ShouldBe("rate_limited");
        failed.Messages(15).Single().Number(3).ShouldBe(2ul);
        foreach (var name in (string[])["gen_ai.client.operation.duration", "gen_ai.client.token.usage",
            "gen_ai.server.time_to_first_token", "tako.gateway.overhead"])
            receiver.Metrics.ShouldContain(metric => metric.Text(1) == name, name);
        var record = receiver.Logs.Single(log => log.Messages(5).Single().Text(1).Contains("answered", StringComparison.Ordinal));
        record.Messages(5).Single().Text(1).ShouldBe("r-1 answered");
        receiver.Resource["service.name"].ShouldBe("tako");
        receiver.Paths.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Prompts_leave_only_when_they_are_asked_for(bool asked)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        Export(receiver, new TelemetryOptions { Otlp = receiver.Address, Prompts = asked });

        receiver.Raw.Contains(Secret, StringComparison.Ordinal).ShouldBe(asked);
        receiver.Logs.Count(log => log.Messages(5).Single().Text(1).Contains("asks", StringComparison.Ordinal)).ShouldBe(asked ? 1 : 0);
        receiver.Spans.Single(span => span.Text(5) == "chat careful").Attributes(9).ContainsKey("tako.request.body").ShouldBe(asked);
    }

    [Fact]
    public async Task The_exporters_own_calls_are_neither_traced_nor_counted()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        for (var round = 0; round < 2; round++)
            Export(receiver, new TelemetryOptions { Otlp = receiver.Address });

        receiver.Headers.ShouldAllBe(headers => !headers.ContainsKey("traceparent"));
        // A span's kind 3 is a call to a server; the receiver's own spans, of kind 2, are of its part of this process.
        receiver.Spans.Where(span => span.Number(6) == 3).ShouldAllBe(span => span.Text(5).StartsWith("chat ", StringComparison.Ordinal));
        var port = receiver.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        receiver.Metrics.Where(metric => metric.Text(1).StartsWith("http.client", StringComparison.Ordinal))
            .SelectMany(metric => metric.Messages(7).SelectMany(sum => sum.Messages(1)).SelectMany(point => point.Attributes(7))
                .Concat(metric.Messages(9).SelectMany(histogram => histogram.Messages(1)).SelectMany(point => point.Attributes(9))))
            .ShouldNotContain(attribute => attribute.Key == "server.port" && attribute.Value == port);
    }

    [Fact]
    public void Without_a_receiver_nothing_is_exported() => TelemetryExport.Start(new TelemetryOptions()).ShouldBeNull();

    private static void Export(OtlpReceiver receiver, TelemetryOptions options)
    {
        using var export = TelemetryExport.Start(options)!;
        using var telemetry = new GatewayTelemetry(options, new ManualTimeProvider(), name =>
            name == "home" ? new Uri("https://models.example:8443/v1") : null);
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(export.Logs));
        var log = logs.CreateLogger("Tako.Server.Gateway");
        var call = Call("careful");
        var span = telemetry.Begin(call);
        Answered(log, "r-1");
        Prompt(log, "r-1", Encoding.UTF8.GetString(call.Body.Span));
        telemetry.End(span, new AnswerHead { Model = "careful", Provider = "home", Attempts = 1, Cache = CacheState.Miss }, new CallReport
        {
            Usage = new ReportedUsage { Input = 120, Output = 30 },
            AnsweredBy = "careful-2026",
            Finish = "stop",
            FirstContent = TimeSpan.FromMilliseconds(40),
            Elapsed = TimeSpan.FromSeconds(1),
        });
        telemetry.End(telemetry.Begin(Call("broken")), null, null,
            new CallFailure { Kind = CallFailureKind.RateLimited, Message = Secret, Provider = "home", Model = "broken" });
        export.Flush(TimeSpan.FromSeconds(20)).ShouldBeTrue();
    }

    private static ModelCall Call(string model) => new()
    {
        Model = model,
        Wire = WireKind.Chat,
        Body = Encoding.UTF8.GetBytes($$"""{"model":"{{model}}","messages":[{"role":"user","content":"{{Secret}}"}]}"""),
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "{Id} answered")]
    private static partial void Answered(ILogger log, string id);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Id} asks {Body}")]
    private static partial void Prompt(ILogger log, string id, string body);
}
