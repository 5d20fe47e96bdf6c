using Tako.Server.Reflexes;
using Tako.Server.Tests.Kit;

namespace Tako.Server.Tests.Gateway;

/// <summary>What a client sees of the reflexes that look at its requests.</summary>
public sealed class ReflexTests
{
    private const string Key = "sk-provider-key-of-this-test";
    private const string Ask = $$$"""{"model":"small","messages":[{"role":"user","content":"my key is {{{Key}}}"}]}""";

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/messages")]
    [InlineData("/v1/embeddings")]
    public async Task A_secret_does_not_reach_the_model_and_the_client_is_told(string path)
    {
        var route = new ScriptedRoute("{}");
        await using var gate = await OpenAsync(route, SecretsInRequests.Redact);

        (await gate.PostAsync(path, Ask)).Is(200).Headers["x-tako-reflex"].ShouldBe("secrets; 1");

        route.Bodies.ShouldHaveSingleItem().ShouldBe(Ask.Replace(Key, "[secret:known]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_with_a_secret_is_refused_where_that_is_wanted()
    {
        var route = new ScriptedRoute("{}");
        await using var gate = await OpenAsync(route, SecretsInRequests.Block);

        (await gate.PostAsync("/v1/chat/completions", Ask)).Is(400).Body.ShouldContain("The reflex 'secrets' refuses it");

        route.Bodies.ShouldBeEmpty();
    }

    private static Task<Gate> OpenAsync(ScriptedRoute route, SecretsInRequests secrets) =>
        Gate.OpenAsync(() => Gate.Setup(route, Gate.Anywhere with { Secrets = secrets }) with { KnownSecrets = [Key] });
}
