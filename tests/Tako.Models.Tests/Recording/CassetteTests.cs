using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using Tako.Core.Faults;
using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Models.Recording;
using Tako.Testing.Models;

namespace Tako.Models.Tests.Recording;

public sealed class CassetteTests : IDisposable
{
    private const string Script = """
        model: gpt-6-sol
        label: scripted
        prices: { input: 2, output: 10 }
        usage: estimated
        steps:
          "fix/coder":
            - when: pytest
              text: python first
            - text: first
              expect: goal
            - toolCalls:
                - name: read
                  arguments: { path: src/a.cs }
          "plan":
            - text: |
                line one
                line two
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("tako-cassette").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_script_answers_by_step_ordinal_and_prompt(bool streamed)
    {
        using var client = new RecordedChatClient(Parse(Script));
        var first = await client.AskAsync(streamed, [new(ChatRole.User, "the goal")], Clients.Step("fix/coder"));
        first.Text.ShouldBe("first");
        first.ModelId.ShouldBe("recorded:gpt-6-sol");
        first.AdditionalProperties![CallKeys.Label].ShouldBe("scripted");
        first.AdditionalProperties[CallKeys.UsageSource].ShouldBe("estimated");
        first.Usage!.OutputTokenCount.ShouldBe(2);
        (await client.AskAsync(streamed, Clients.Step("plan"))).Text.ShouldBe("line one\nline two");
        var second = await client.AskAsync(streamed, Clients.Step("fix/coder"));
        second.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        second.Messages[0].Contents.OfType<FunctionCallContent>().Single().Arguments!["path"]!.ToString().ShouldBe("src/a.cs");
        (await client.AskAsync(streamed, [new(ChatRole.User, "run pytest")],
            Clients.Step("fix/coder", 0))).Text.ShouldBe("python first");
    }

    [Fact]
    public async Task A_prompt_that_a_script_no_longer_fits_is_said_so()
    {
        using var client = new RecordedChatClient(Parse(Script));
        var failure = await client.FailAsync(false, Clients.Step("fix/coder"));
        failure.Message.ShouldContain("lacks \"goal\"");
        failure.Message.ShouldContain("step 'fix/coder'");
    }

    [Theory]
    [InlineData("fix/other", 0, "no answers for step 'fix/other'")]
    [InlineData("plan", 4, "no answer for call 4 of step 'plan'")]
    public async Task A_missing_answer_names_step_call_and_file(string step, int ordinal, string words)
    {
        using var client = new RecordedChatClient(Parse(Script));
        var failure = await client.FailAsync(true, Clients.Step(step, ordinal));
        failure.Kind.ShouldBe(CallFailureKind.NotConfigured);
        failure.Message.ShouldContain(words);
        failure.Message.ShouldContain("script.yaml");
    }

    [Fact]
    public void Everything_wrong_with_a_script_is_listed_at_once()
    {
        var faults = Cassette.Parse("script.yaml", """
            label: live
            steps:
              a:
                - { txt: hi }
                - { text: hi, when: "(", usage: { input: many } }
                - { toolCalls: [ { arguments: [] } ] }
            """).ShouldBeOfType<Parsed<Cassette>.Faulty>().Faults;
        var text = string.Join('\n', faults);
        text.ShouldContain("needs 'model'");
        text.ShouldContain("line 1: /label");
        text.ShouldContain("line 4: /steps/a/0/txt: is not known here; did you mean 'text'?");
        text.ShouldContain("line 5: /steps/a/1/when");
        text.ShouldContain("line 5: /steps/a/1/usage/input");
        text.ShouldContain("line 6: /steps/a/2/toolCalls/0: needs 'name'");
        text.ShouldContain("line 6: /steps/a/2/toolCalls/0/arguments");
    }

    [Theory, InlineData(false, true), InlineData(true, false), InlineData(true, true), InlineData(false, false)]
    public async Task What_was_recorded_from_a_live_run_plays_back_the_same(bool recordStreamed, bool playStreamed)
    {
        var file = Path.Combine(_folder, "deep", "run.yaml");
        await using var provider = FakeProvider.Start(
            new ProviderReply.Answer { Text = $"first, with {Clients.Key} in it\n  indented\n", Usage =
                new(100, 10, 40) },
            new ProviderReply.Answer
            {
                Text = "then",
                ToolCalls = [new("c9", "read", """{"path":"a.cs","deep":{"n":[1,null,"x"]}}""")],
                Usage = null,
            });
        using var catalog = Clients.Catalog(provider, "compatible");
        List<ChatResponse> live = [];
        using (var recording = new RecordingChatClient(catalog.Open(), catalog.Default!, file, catalog.Secrets))
        {
            live.Add(await recording.AskAsync(recordStreamed, Clients.Step("fix/coder")));
            live.Add(await recording.AskAsync(recordStreamed, Clients.Step("fix/coder")));
            live.Add(await recording.AskAsync(recordStreamed, Clients.Step("plan", 5)));
        }

        File.ReadAllText(file).ShouldNotContain(Clients.Key);
        Directory.GetFiles(Path.GetDirectoryName(file)!).ShouldBe([file]);
        var name = $"recorded:{file}#shown";
        catalog.Find(name)!.Prices.Input.ShouldBe(2m);
        using var player = catalog.Open(name);
        var played = await player.AskAsync(playStreamed, Clients.Step("fix/coder"));
        played.Text.ShouldBe("first, with [providers.fake.key] in it\n  indented\n");
        played.Usage!.CachedInputTokenCount.ShouldBe(40);
        played.Usage.TotalTokenCount.ShouldBe(110);
        played.ModelId.ShouldBe("recorded:shown");
        played.AdditionalProperties![CallKeys.Label].ShouldBe("recorded");
        var second = await player.AskAsync(playStreamed, Clients.Step("fix/coder"));
        second.Usage.ShouldBeNull();
        second.FinishReason.ShouldBe(live[1].FinishReason);
        var call = second.Messages[0].Contents.OfType<FunctionCallContent>().Single();
        call.CallId.ShouldBe("c9");
        JsonSerializer.Serialize(call.Arguments).ShouldBe("""{"path":"a.cs","deep":{"n":[1,null,"x"]}}""");
        (await player.AskAsync(playStreamed, Clients.Step("plan", 5))).Text.ShouldBe("then");
    }

    [Fact]
    public void Any_text_survives_being_written_and_read()
    {
        var pieces = Gen.Elements("a", " ", "\n", "\n\n", "\t", "\r", "- x", "#", ": ", "\"", "'", "é", "😀", "\u2028",
            "\u0085", "\uFEFF", "|", "{", "\\", "\0", "---\n", "  ");
        Prop.ForAll(pieces.ArrayOf().Select(string.Concat).ToArbitrary(), text =>
        {
            var cassette = new Cassette
            {
                File = "f", Model = "m: #1", Label = Cassette.Recorded,
                Steps = new Dictionary<string, IReadOnlyList<RecordedAnswer>>
                {
                    ["a/b: c"] = [new RecordedAnswer { Ordinal = 0, Text = text },
                        new RecordedAnswer { Ordinal = 2, Text = "x" + text + "x" }],
                },
            };
            var read = Parse(cassette.Write()).Steps["a/b: c"];
            return read[0].Text == text && read[1].Text == "x" + text + "x" && read[1].Ordinal == 2;
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void A_cassette_that_cannot_be_read_is_said_so()
    {
        using var catalog = Clients.Read("{}");
        var failure = Should.Throw<ModelCallException>(() => catalog.Open($"recorded:{_folder}/none.yaml")).Failure;
        failure.Message.ShouldContain("none.yaml cannot be read");
        catalog.Find($"recorded:{_folder}/none.yaml").ShouldBeNull();
    }

    private static Cassette Parse(string text) =>
        Cassette.Parse("script.yaml", text).ShouldBeOfType<Parsed<Cassette>.Ok>().Value;
}
