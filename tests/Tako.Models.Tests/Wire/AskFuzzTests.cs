using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Tako.Core.Faults;
using Tako.Models.Wire;

namespace Tako.Models.Tests.Wire;

public sealed class AskFuzzTests
{
    private static readonly string[] Seeds =
        [Samples.Golden("full.chat.json"), Samples.Golden("full.responses.json"), Samples.Golden("full.messages.json")];

    [Theory, InlineData(WireKind.Chat), InlineData(WireKind.Responses), InlineData(WireKind.Messages)]
    public void Any_bytes_are_a_request_that_can_be_written_or_faults(WireKind kind)
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var body = Mutant.Of(Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]), random);
            var fault = RequestHead.Read(body, kind, out var head);
            JsonElement root;
            try
            {
                root = JsonSerializer.Deserialize<JsonElement>(body);
            }
            catch (JsonException)
            {
                fault.ShouldNotBeNull();
                return;
            }

            if (fault is null)
                CheckSplice(kind, body, head);
            switch (WireProtocol.Of(kind).ReadAsk(root))
            {
                case Parsed<ChatAsk>.Ok ask:
                    foreach (var to in Enum.GetValues<WireKind>())
                    {
                        JsonDocument.Parse(Asked.Text(to, ask.Value)).Dispose();
                        LossTable.Between(ask.Value, kind, to).Refused.ShouldNotBeNull();
                    }

                    break;
                case Parsed<ChatAsk>.Faulty faulty:
                    faulty.Faults.ShouldNotBeEmpty();
                    break;
            }
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void Random_bytes_are_refused_with_a_fault() =>
        Prop.ForAll<byte[]>(body => RequestHead.Read(body, WireKind.Chat, out _).ShouldNotBeNull().Message.ShouldNotBeEmpty())
            .Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static void CheckSplice(WireKind kind, byte[] body, RequestHead head)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var added = BodySplice.Write(body, head, JsonEncodedText.Encode("up"), tellUsage: true, output);
        RequestHead.Read(output.WrittenSpan, kind, out var again).ShouldBeNull();
        Encoding.UTF8.GetString(again.ModelName(output.WrittenSpan)).ShouldBe("up");
        if (added)
            again.UsageInStream.ShouldBeTrue();
    }
}
