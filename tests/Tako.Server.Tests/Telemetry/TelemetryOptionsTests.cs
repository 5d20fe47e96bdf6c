using Tako.Core.Faults;
using Tako.Core.Schema;
using Tako.Server.Telemetry;

namespace Tako.Server.Tests.Telemetry;

public sealed class TelemetryOptionsTests
{
    [Fact]
    public void The_block_is_read()
    {
        Read("{}").ShouldBe(new TelemetryOptions());
        Read("telemetry: { otlp: 'https://collector.example:4317/x', protocol: grpc, prompts: true }").ShouldBe(new TelemetryOptions
        {
            Otlp = new Uri("https://collector.example:4317/x"),
            Protocol = OtlpWire.Grpc,
            Prompts = true,
        });
        Read("telemetry: { otlp: 'http://127.0.0.1:4318', protocol: http/protobuf }").Protocol.ShouldBe(OtlpWire.Http);
    }

    [Theory]
    [InlineData("telemetry: { otlp: collector }")]
    [InlineData("telemetry: { protocol: carrier-pigeon }")]
    [InlineData("telemetry: { prompts: 'yes' }")]
    [InlineData("telemetry: { endpoint: 'http://x' }")]
    public void What_cannot_be_is_refused_by_the_schema(string text) =>
        PublishedSchemas.Find("config")!.Check(Document(text).Root).ShouldNotBeEmpty();

    [Theory]
    [InlineData("telemetry: { otlp: 'http://' }")]
    [InlineData("telemetry: { otlp: 'http://x/?key=1' }")]
    public void An_address_that_is_none_is_a_fault_with_its_place(string text)
    {
        var fault = TelemetryOptionsReader.Read(Document(text)).ShouldBeOfType<Parsed<TelemetryOptions>.Faulty>()
            .Faults.ShouldHaveSingleItem();
        fault.Path.ShouldBe("/telemetry/otlp");
        fault.Message.ShouldContain("4318");
    }

    private static TelemetryOptions Read(string text)
    {
        PublishedSchemas.Find("config")!.Check(Document(text).Root).ShouldBeEmpty();
        return TelemetryOptionsReader.Read(Document(text)).ShouldBeOfType<Parsed<TelemetryOptions>.Ok>().Value;
    }

    private static SourceDocument Document(string text) =>
        SourceDocument.Parse(text).ShouldBeOfType<Parsed<SourceDocument>.Ok>().Value;
}
