using Tako.Server.Tests.Kit;

namespace Tako.Server.Tests.Gateway;

/// <summary>What providers send wrong, as clients of every protocol see it.</summary>
public sealed class BadProviderTests
{
    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var path in (string[])["/v1/chat/completions", "/v1/responses", "/v1/messages"])
        {
            foreach (var protocol in (string[])["chat", "messages", "responses"])
                cases.Add(path, protocol);
        }

        return cases;
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Nonsense_of_a_provider_becomes_a_clear_error_and_nothing_of_it_leaks(string path, string protocol)
    {
        await using var served = await Served.StartAsync("retries: 0\ntimeouts: { firstToken: 5s }\n");
        foreach (var model in (string[])["garbage", "html", "error-in-200", "endless-line", "status-503"])
        {
            foreach (var stream in (string[])["false", "true"])
            {
                var body = $$"""{"model":"{{protocol}}-{{model}}","max_tokens":50,"stream":{{stream}},"""
                    + """ "messages":[{"role":"user","content":"hello"}]}""";
                if (path == "/v1/responses")
                    body = $$"""{"model":"{{protocol}}-{{model}}","stream":{{stream}},"input":"hello"}""";

                var answer = await served.Gate.PostAsync(path, body);

                answer.Status.ShouldBeInRange(500, 529, $"{model} {stream}: {answer.Body}");
                answer.Json.GetProperty("error").GetProperty("message").GetString().ShouldNotBeNullOrWhiteSpace();
                answer.Body.ShouldNotContain("<html");
                answer.Body.Length.ShouldBeLessThan(2000);
            }
        }
    }
}
