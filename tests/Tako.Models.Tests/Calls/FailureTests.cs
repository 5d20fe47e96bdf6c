using Microsoft.Extensions.AI;
using Tako.Models.Failures;
using Tako.Testing.Models;

namespace Tako.Models.Tests.Calls;

public sealed class FailureTests
{
    private const string Quoting = $"{Clients.Key} {Clients.Prompt}";

    private static readonly (string Name, ProviderReply Reply, CallFailureKind Kind)[] Cases =
    [
        ("rate", new ProviderReply.Status(429, Error("rate_limit_exceeded")), CallFailureKind.RateLimited),
        ("quota", new ProviderReply.Status(429, Error("insufficient_quota")), CallFailureKind.RateLimited),
        ("500", new ProviderReply.Status(500, "<html>oops</html>"), CallFailureKind.ServerError),
        ("529", new ProviderReply.Status(529, Error("overloaded_error")), CallFailureKind.Overloaded),
        ("401", new ProviderReply.Status(401, Error("invalid_api_key")), CallFailureKind.BadKey),
        ("404", new ProviderReply.Status(404, """{"error":"model 'x' not found"}"""), CallFailureKind.BadRequest),
        ("400", new ProviderReply.Status(400, Error("unsupported_parameter")), CallFailureKind.BadRequest),
        ("long", new ProviderReply.Status(400, Error("context_length_exceeded")), CallFailureKind.ContextTooLong),
        ("long words", new ProviderReply.Status(400, """{"error":{"message":"prompt is too long: 300000 tokens"}}"""),
            CallFailureKind.ContextTooLong),
        ("policy", new ProviderReply.Status(400, Error("content_policy_violation")), CallFailureKind.ContentPolicy),
        ("302", new ProviderReply.Status(302, "",
            new Dictionary<string, string> { ["Location"] = "http://127.0.0.1:1/" }), CallFailureKind.BadRequest),
        ("reset", new ProviderReply.Reset(), CallFailureKind.Network),
        ("html", new ProviderReply.Nonsense("<html>Welcome</html>", "text/html"), CallFailureKind.Malformed),
        ("json", new ProviderReply.Nonsense("""{"hello":"world"}"""), CallFailureKind.Malformed),
        ("not json", new ProviderReply.Nonsense("{{{"), CallFailureKind.Malformed),
    ];

    public static TheoryData<string, string, bool> All
    {
        get
        {
            var all = new TheoryData<string, string, bool>();
            foreach (var kind in (string[])["compatible", "anthropic"])
            {
                foreach (var (name, _, _) in Cases)
                {
                    all.Add(kind, name, false);
                    all.Add(kind, name, true);
                }
            }

            return all;
        }
    }

    [Theory, MemberData(nameof(All))]
    public async Task Every_failure_is_classified_and_names_no_key_and_no_prompt(string kind, string name,
        bool streamed)
    {
        var (_, reply, expected) = Cases.Single(one => one.Name == name);
        await using var provider = FakeProvider.Start(reply);
        using var catalog = Clients.Catalog(provider, kind);
        var failure = await catalog.Open().FailAsync(streamed);
        failure.Kind.ShouldBe(expected);
        failure.Model.ShouldBe("main");
        failure.Provider.ShouldBe("fake");
        failure.Message.ShouldContain(".");
        var repeats =
            expected is CallFailureKind.RateLimited or CallFailureKind.Overloaded or CallFailureKind.ServerError
                or CallFailureKind.Network or CallFailureKind.Malformed;
        failure.Attempts.ShouldBe(repeats && name != "quota" ? 3 : 1);
        provider.Requests.Count.ShouldBe(failure.Attempts);
    }

    [Theory, InlineData("compatible"), InlineData("anthropic")]
    public async Task A_wrong_key_is_named_by_its_name_only(string kind)
    {
        await using var provider = FakeProvider.Locked("another key", "never");
        using var catalog = Clients.Catalog(provider, kind);
        var failure = await catalog.Open().FailAsync(streamed: true);
        failure.Kind.ShouldBe(CallFailureKind.BadKey);
        failure.Message.ShouldContain("providers.fake.key");
    }

    [Theory, InlineData("compatible"), InlineData("anthropic")]
    public async Task A_stream_cut_after_it_began_is_an_error_and_never_a_shorter_answer(string kind)
    {
        await using var provider =
            FakeProvider.Start(new ProviderReply.Answer { Text = "one two three four five six", CutAfter = 4 });
        using var catalog = Clients.Catalog(provider, kind);
        var failure = await catalog.Open().FailAsync(streamed: true);
        failure.Kind.ShouldBe(CallFailureKind.Cut);
        // Once more to go on from the words that came, and once from the beginning; both break off at the same word.
        failure.Attempts.ShouldBe(2);
    }

    [Theory, InlineData("compatible"), InlineData("anthropic")]
    public async Task A_stream_cut_before_its_first_word_is_asked_for_again(string kind)
    {
        await using var provider =
            FakeProvider.Start(new ProviderReply.Answer { Text = "lost", CutAfter = 0 }, "whole at last");
        using var catalog = Clients.Catalog(provider, kind);
        var response = await catalog.Open().AskAsync(streamed: true);
        response.Text.ShouldBe("whole at last");
        response.AdditionalProperties![CallKeys.Attempts].ShouldBe(2);
    }

    [Theory, InlineData("compatible"), InlineData("anthropic")]
    public async Task A_body_cut_in_the_middle_is_asked_for_again(string kind)
    {
        await using var provider =
            FakeProvider.Start(new ProviderReply.Answer { Text = "lost", CutAfter = 0 }, "whole at last");
        using var catalog = Clients.Catalog(provider, kind);
        (await catalog.Open().AskAsync(streamed: false)).Text.ShouldBe("whole at last");
    }

    [Fact]
    public async Task A_malformed_chunk_that_may_have_held_words_breaks_the_answer()
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Answer
        {
            Text = "one two three", Intruder = (2, """{"choices":[{"delta":{"content":"lo"""),
        });
        using var catalog = Clients.Catalog(provider, "compatible");
        (await catalog.Open().FailAsync(streamed: true)).Kind.ShouldBe(CallFailureKind.Malformed);
    }

    [Theory]
    [InlineData("compatible", """{"error":{"code":"rate_limit_exceeded","message":"slow down"}}""", CallFailureKind.RateLimited)]
    [InlineData("anthropic", """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", CallFailureKind.Overloaded)]
    public async Task An_error_inside_a_stream_is_an_error(string kind, string error, CallFailureKind expected)
    {
        await using var provider =
            FakeProvider.Start(new ProviderReply.Answer { Text = "one two three", Intruder = (2, error) });
        using var catalog = Clients.Catalog(provider, kind);
        (await catalog.Open().FailAsync(streamed: true)).Kind.ShouldBe(expected);
    }

    [Theory, InlineData("compatible", true), InlineData("anthropic", true), InlineData("compatible", false)]
    public async Task An_endless_answer_is_stopped_at_its_limit_of_bytes(string kind, bool streamed)
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Endless());
        using var catalog = Clients.Catalog(provider, kind, limits: Clients.Quick with { AnswerBytes = 200_000 });
        (await catalog.Open().FailAsync(streamed)).Kind.ShouldBe(CallFailureKind.Endless);
        provider.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_stream_far_beyond_its_output_limit_is_stopped()
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Endless());
        using var catalog = Clients.Catalog(provider, "compatible");
        var failure = await catalog.Open().FailAsync(streamed: true, new ChatOptions { MaxOutputTokens = 50 });
        failure.Kind.ShouldBe(CallFailureKind.Endless);
        failure.Message.ShouldContain("50");
    }

    [Fact]
    public async Task Nothing_listening_there_is_said_so()
    {
        var provider = FakeProvider.Start("gone");
        using var catalog = Clients.Catalog(provider, "compatible");
        await provider.DisposeAsync();
        var failure = await catalog.Open().FailAsync(streamed: false);
        failure.Kind.ShouldBe(CallFailureKind.Network);
        failure.Message.ShouldContain("nothing listens there");
    }

    private static string Error(string code) => $$$"""{"error":{"code":"{{{code}}}","type":"{{{code}}}","message":"{{{Quoting}}}"}}""";
}
