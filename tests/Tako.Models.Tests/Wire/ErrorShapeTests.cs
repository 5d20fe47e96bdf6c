using System.Buffers;
using System.Text.Json;
using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Models.Tests.Wire;

public sealed class ErrorShapeTests
{
    public static TheoryData<WireKind, CallFailureKind> Everything()
    {
        var all = new TheoryData<WireKind, CallFailureKind>();
        foreach (var wire in Enum.GetValues<WireKind>())
        {
            foreach (var kind in Enum.GetValues<CallFailureKind>())
                all.Add(wire, kind);
        }

        return all;
    }

    [Theory, MemberData(nameof(Everything))]
    public void Every_failure_has_an_error_status_and_a_body_that_its_own_protocol_reads(WireKind wire, CallFailureKind kind)
    {
        var failure = Failure(kind);
        ErrorShape.Status(wire, failure).ShouldBeInRange(400, 599);
        var body = Body(wire, failure);
        var error = body.GetProperty("error");
        error.GetProperty("message").GetString()!.ShouldContain("the message");
        error.GetProperty("type").GetString().ShouldNotBeNullOrEmpty();
        if (wire == WireKind.Messages)
            body.GetProperty("type").GetString().ShouldBe("error");
        else
            error.TryGetProperty("param", out _).ShouldBeTrue();
        var read = WireProtocol.Of(wire).ReadError(JsonSerializer.SerializeToUtf8Bytes(body));
        read.SaysTooLong.ShouldBe(kind == CallFailureKind.ContextTooLong);
        read.SaysNoQuota.ShouldBe(kind == CallFailureKind.OutOfBudget);
    }

    [Fact]
    public void A_providers_refused_key_is_no_401_for_the_client()
    {
        ErrorShape.Status(WireKind.Chat, Failure(CallFailureKind.BadKey)).ShouldBe(502);
        ErrorShape.MayRetry(Failure(CallFailureKind.BadKey)).ShouldBeFalse();
    }

    [Fact]
    public void A_key_that_is_known_but_may_not_is_a_403()
    {
        ErrorShape.Status(WireKind.Chat, Failure(CallFailureKind.NotAllowed)).ShouldBe(401);
        ErrorShape.Status(WireKind.Chat, Failure(CallFailureKind.NotAllowed) with { Status = 403 }).ShouldBe(403);
    }

    [Fact]
    public void The_field_that_is_wrong_and_the_requests_id_are_told()
    {
        var output = new ArrayBufferWriter<byte>();
        ErrorShape.Write(WireKind.Chat, Failure(CallFailureKind.BadRequest), output, "messages[0].role");
        JsonSerializer.Deserialize<JsonElement>(output.WrittenSpan).GetProperty("error").GetProperty("param").GetString()
            .ShouldBe("messages[0].role");
        output.ResetWrittenCount();
        ErrorShape.Write(WireKind.Messages, Failure(CallFailureKind.BadRequest), output, "max_tokens", "req_1");
        var body = JsonSerializer.Deserialize<JsonElement>(output.WrittenSpan);
        body.GetProperty("request_id").GetString().ShouldBe("req_1");
        body.GetProperty("error").GetProperty("message").GetString().ShouldBe("max_tokens: the message");
    }

    private static JsonElement Body(WireKind wire, CallFailure failure)
    {
        var output = new ArrayBufferWriter<byte>();
        ErrorShape.Write(wire, failure, output);
        return JsonSerializer.Deserialize<JsonElement>(output.WrittenSpan);
    }

    private static CallFailure Failure(CallFailureKind kind) =>
        new() { Kind = kind, Message = "the message", Provider = "p", Model = "m" };
}
