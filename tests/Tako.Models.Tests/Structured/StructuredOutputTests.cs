using Microsoft.Extensions.AI;
using Tako.Core.Faults;
using Tako.Core.Schema;
using Tako.Models.Structured;
using Tako.Testing.Models;

namespace Tako.Models.Tests.Structured;

public sealed class StructuredOutputTests
{
    private static readonly JsonSchema Schema = JsonSchema.Parse(
        """
        {"type":"object","properties":{"verdict":{"enum":["pass","fail"]},"score":{"type":"integer"}},
         "required":["verdict"],"additionalProperties":false}
        """)
        .ShouldBeOfType<Parsed<JsonSchema>.Ok>().Value;

    [Theory]
    [InlineData("""{"verdict":"pass"}""")]
    [InlineData("```json\n{\"verdict\":\"pass\"}\n```")]
    [InlineData("Here you are: {\"verdict\":\"pass\",}")]
    public async Task What_is_meant_as_the_answer_is_taken_at_once(string text)
    {
        var model = new ScriptedModel().On("judge", text);
        var answered = (await AskAsync(model)).ShouldBeOfType<StructuredOutcome.Answered>();
        answered.Value.GetProperty("verdict").GetString().ShouldBe("pass");
        answered.Attempts.ShouldBe(1);
        answered.Usages[0]!.OutputTokenCount.ShouldBe(20);
        model.Calls[0].Options!.ResponseFormat.ShouldBeOfType<ChatResponseFormatJson>().SchemaName.ShouldBe("answer");
    }

    [Fact]
    public async Task Errors_go_back_to_the_model_and_its_correction_is_taken()
    {
        var model = new ScriptedModel().On("judge", """{"verdict":"maybe","score":"high"}""", """{"verdict":"fail","score":3}""");
        var answered = (await AskAsync(model)).ShouldBeOfType<StructuredOutcome.Answered>();
        answered.Attempts.ShouldBe(2);
        model.Calls[1].Prompt.ShouldContain("/verdict");
        model.Calls[1].Prompt.ShouldContain("/score");
        model.Calls[1].Ordinal.ShouldBe(1);
        model.Calls[1].Messages.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Repairs_end_at_their_bound_with_the_errors_of_each_attempt()
    {
        var model = new ScriptedModel().On("judge", "no idea", "", """{"verdict":"x"}""");
        var unusable = (await AskAsync(model)).ShouldBeOfType<StructuredOutcome.Unusable>();
        unusable.Errors.Count.ShouldBe(3);
        unusable.Errors[1].ShouldBe(["the answer is empty"]);
        unusable.Errors[2][0].ShouldStartWith("/verdict");
        model.Calls.Count.ShouldBe(3);
    }

    private static Task<StructuredOutcome> AskAsync(IChatClient model) => StructuredOutput.AskAsync(model,
        [new ChatMessage(ChatRole.User, "judge this")],
            new StructuredRequest { Schema = Schema, Options = Clients.Step("judge", 0) });
}
