using System.Text;
using System.Text.Json;
using Tako.Reflexes.Secrets;
using Tako.Server.Reflexes;

namespace Tako.Server.Tests.Reflexes;

public class RequestReflexesTests
{
    private const string Key = "sk-known-value-of-this-test";

    [Fact]
    public void A_request_without_secrets_goes_on_as_the_same_bytes_and_takes_no_memory()
    {
        var reflexes = Looking(SecretsInRequests.Redact);
        var body = Encoding.UTF8.GetBytes("""{"model":"m","messages":[{"role":"user","content":"Tell me a tale of a fox."}]}""");
        reflexes.Inspect(body).ShouldBeOfType<RequestVerdict.Pass>();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
            reflexes.Inspect(body);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Theory]
    [InlineData("my key is " + Key)]
    [InlineData("first line\n" + Key + "\nlast \"quoted\" line")]
    [InlineData("ünïcode 😀 " + Key + " 末")]
    public void A_secret_is_replaced_and_everything_around_it_stays_as_it_was(string content)
    {
        foreach (var written in (string[])[JsonSerializer.Serialize(content), Escaped(content)])
        {
            var body = $$"""{ "x_unknown" : 1.50, "messages":[{"role":"user","content":{{written}}}],"model":"m" }""";
            var rewrite = Looking(SecretsInRequests.Redact).Inspect(Encoding.UTF8.GetBytes(body))
                .ShouldBeOfType<RequestVerdict.Rewrite>();
            var after = Encoding.UTF8.GetString(rewrite.Body.Span);
            after.ShouldStartWith("""{ "x_unknown" : 1.50, "messages":[{"role":"user","content":""");
            after.ShouldEndWith("""}],"model":"m" }""");
            JsonDocument.Parse(after).RootElement.GetProperty("messages")[0].GetProperty("content").GetString()
                .ShouldBe(content.Replace(Key, "[secret:known]", StringComparison.Ordinal));
            rewrite.Findings.ShouldBe(1);
        }
    }

    [Fact]
    public void A_secret_in_the_arguments_of_a_tool_is_found_too()
    {
        var body = $$$"""{"messages":[{"tool_calls":[{"function":{"name":"f","arguments":"{\"key\":\"{{{Key}}}\"}"}}]}]}""";
        var rewrite = Looking(SecretsInRequests.Redact).Inspect(Encoding.UTF8.GetBytes(body)).ShouldBeOfType<RequestVerdict.Rewrite>();
        Encoding.UTF8.GetString(rewrite.Body.Span).ShouldNotContain(Key);
    }

    [Fact]
    public void Half_a_character_hides_no_secret_and_stays_out_of_the_way()
    {
        var body = """{"model":"m","messages":[{"role":"user","content":"\ud83d KEY"}]}""".Replace("KEY", Key, StringComparison.Ordinal);
        var rewrite = Looking(SecretsInRequests.Redact).Inspect(Encoding.UTF8.GetBytes(body)).ShouldBeOfType<RequestVerdict.Rewrite>();
        JsonDocument.Parse(rewrite.Body).RootElement.GetProperty("messages")[0].GetProperty("content").GetString()
            .ShouldBe("\uFFFD [secret:known]");
        Looking(SecretsInRequests.Block).Inspect(Encoding.UTF8.GetBytes(body)).ShouldBeOfType<RequestVerdict.Block>();
    }

    [Fact]
    public void A_request_that_must_hold_no_secret_is_refused_without_quoting_it()
    {
        var body = Encoding.UTF8.GetBytes($$"""{"messages":[{"role":"user","content":"{{Key}}"}]}""");
        var block = Looking(SecretsInRequests.Block).Inspect(body).ShouldBeOfType<RequestVerdict.Block>();
        block.Reason.ShouldContain("secret (known)");
        block.Reason.ShouldNotContain(Key);
        Looking(SecretsInRequests.Off).Inspect(body).ShouldBeOfType<RequestVerdict.Pass>();
    }

    [Theory]
    [InlineData("iVBORw0KGgo/KEY+KEY==", true)]
    [InlineData("iVBORw0KGgo\\/KEY", true)]
    [InlineData("iVBORw0KGgo= and then KEY", false)]
    [InlineData("my key: KEY", false)]
    public void A_picture_told_inside_a_text_is_not_read_as_text_and_words_that_begin_like_one_are(string data, bool isPicture)
    {
        const string Letters = "AnyKnownValueOf0123456789Letters";
        var reflexes = new RequestReflexes(new SecretScanner([Letters]), new RequestReflexOptions { Secrets = SecretsInRequests.Block });
        var url = $"data:image/png;base64,{data.Replace("KEY", Letters, StringComparison.Ordinal)}";
        var body = Encoding.UTF8.GetBytes($$$"""{"messages":[{"content":[{"image_url":{"url":"{{{url}}}"}}]}]}""");
        (reflexes.Inspect(body) is RequestVerdict.Pass).ShouldBe(isPicture);
    }

    private static RequestReflexes Looking(SecretsInRequests secrets) =>
        new(new SecretScanner([Key]), new RequestReflexOptions { Secrets = secrets });

    private static string Escaped(string text) =>
        '"' + string.Concat(text.Select(letter => $"\\u{(int)letter:x4}")) + '"';
}
