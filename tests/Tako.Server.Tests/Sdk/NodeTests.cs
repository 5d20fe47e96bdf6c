using System.Diagnostics;
using System.Text.Json;
using Tako.Server.Tests.Kit;

namespace Tako.Server.Tests.Sdk;

/// <summary>The npm packages openai, @anthropic-ai/sdk and ai call the gateway, whatever protocol the model's provider
/// speaks.</summary>
public sealed class NodeTests
{
    public static TheoryData<string> Protocols => ["chat", "responses", "messages"];

    [Theory, MemberData(nameof(Protocols))]
    public async Task The_package_openai(string protocol)
    {
        await using var served = await Served.StartAsync();

        var found = await RunAsync(served, "openai.mjs", protocol);

        foreach (var text in (string[])["chat", "chatStream", "response", "responseStream", "kept"])
            found.GetProperty(text).GetString()!.ShouldBeSixtyWords();
        found.GetProperty("chatUsage").GetInt32().ShouldBe(60);
        found.GetProperty("chatStreamUsage").GetInt32().ShouldBe(60);
        found.GetProperty("finish").GetString().ShouldBe("stop");
        found.GetProperty("tools").ToString().Compact().ShouldBe(Calls);
        found.GetProperty("next").GetBoolean().ShouldBeTrue();
        found.GetProperty("items").GetInt32().ShouldBe(1);
        found.GetProperty("models").GetInt32().ShouldBeGreaterThan(10);
        found.GetProperty("error").ToString().Compact().ShouldBe("""["NotFoundError",404,"model_not_found"]""");
    }

    [Theory, MemberData(nameof(Protocols))]
    public async Task The_package_of_Anthropic(string protocol)
    {
        await using var served = await Served.StartAsync();

        var found = await RunAsync(served, "anthropic.mjs", protocol);

        found.GetProperty("text").GetString()!.ShouldBeSixtyWords();
        found.GetProperty("stream").GetString()!.ShouldBeSixtyWords();
        found.GetProperty("usage").GetInt32().ShouldBe(60);
        found.GetProperty("tools").ToString().Compact().ShouldBe(Calls);
        found.GetProperty("stop").GetString().ShouldBe("tool_use");
        found.GetProperty("error").ToString().Compact().ShouldBe("""["NotFoundError",404]""");
    }

    [Theory, MemberData(nameof(Protocols))]
    public async Task The_package_ai(string protocol)
    {
        await using var served = await Served.StartAsync();

        var found = await RunAsync(served, "ai.mjs", protocol);

        foreach (var way in (string[])["chat", "responses", "messages"])
        {
            found.GetProperty(way).GetProperty("text").GetString()!.ShouldBeSixtyWords();
            found.GetProperty(way).GetProperty("streamed").GetString()!.ShouldBeSixtyWords();
            found.GetProperty(way).GetProperty("output").GetInt32().ShouldBe(60);
            found.GetProperty(way).GetProperty("finish").GetString().ShouldBe("stop");
            found.GetProperty(way).GetProperty("tools").ToString().Compact().ShouldBe(Calls);
        }

        found.GetProperty("object").ToString().Compact().ShouldBe("""{"city":"Lisbon","days":3,"sunny":true}""");
        found.GetProperty("embeddings").GetInt32().ShouldBe(2);
    }

    private const string Calls = """[["weather",{"city":"Lisbon","days":3}],["tide",{"city":"Oslo","days":5}]]""";

    private static async Task<JsonElement> RunAsync(Served served, string script, string protocol)
    {
        var folder = Folder();
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Clients", script), Path.Combine(folder, script), overwrite: true);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(folder, script), served.Anthropic, protocol])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        try
        {
            var (said, wrong) = (node.StandardOutput.ReadToEndAsync(limit.Token), node.StandardError.ReadToEndAsync(limit.Token));
            await node.WaitForExitAsync(limit.Token);
            node.ExitCode.ShouldBe(0, await wrong);
            return JsonDocument.Parse(await said).RootElement;
        }
        finally
        {
            if (!node.HasExited)
                node.Kill();
        }
    }

    // Where ./test has put the packages.
    private static string Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "artifacts", "clients");
            if (File.Exists(Path.Combine(folder, "ready")))
                return folder;
        }

        Assert.Skip("The npm packages openai and ai are not installed; ./test Server installs them where it can.");
        return "";
    }
}
