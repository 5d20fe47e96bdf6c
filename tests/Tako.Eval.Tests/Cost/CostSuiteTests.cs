using Tako.Eval.Cost;

namespace Tako.Eval.Tests.Cost;

public sealed class CostSuiteTests : IDisposable
{
    private const string Sonnet = """
        {"body": {"model": "claude-sonnet-4-5-20250929", "usage": {"input_tokens": 100, "output_tokens": 10,
         "cache_read_input_tokens": 900, "cache_creation_input_tokens": 0}},
         "extracted": [{"usage": {"input_tokens": 1000, "cache_read_tokens": 900, "output_tokens": 10},
         "extractors": [{"provider_id": "anthropic", "api_flavor": "default", "input_price": "INPUT", "output_price": "0.00015"}]}]}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("tako-cost-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Blocks_that_are_read_and_priced_right_count_and_others_are_listed_with_the_reason()
    {
        var measures = await Run(Sonnet.Replace("INPUT", "0.00057"), Sonnet.Replace("INPUT", "0.003"));
        measures["anthropic_usage_right"].Value.ShouldBe(1);
        measures["anthropic_usage_right"].Target.ShouldBe(1);
        var prices = measures["anthropic_prices_right"];
        (prices.Value, prices.N).ShouldBe((0.5, 2));
        prices.Why!.ShouldContain("row 2 (claude-sonnet-4-5-20250929): anthropic/default: input 0.00057 instead of 0.003 "
            + "(charged 100 uncached at 3, 900 cache read at 0.3, 10 output at 15)");
    }

    [Fact]
    public async Task A_wrong_count_and_a_kind_that_is_not_read_are_told()
    {
        var measures = await Run(Sonnet.Replace("\"cache_read_tokens\": 900", "\"cache_read_tokens\": 800").Replace("INPUT", "1"),
            Sonnet.Replace("\"default\"", "\"telepathy\"").Replace("INPUT", "1"));
        measures["anthropic_usage_right"].Value.ShouldBe(0);
        measures["anthropic_usage_right"].Why!.ShouldContain("cache_read_tokens 900 instead of 800");
        measures["anthropic_usage_right"].Why!.ShouldContain("anthropic/telepathy is not read");
    }

    [Fact]
    public async Task Rows_without_a_date_are_priced_at_the_moment_that_most_of_them_agree_on()
    {
        const string Row = """
            {"body": {"model": "o3", "usage": {"prompt_tokens": 1000, "completion_tokens": 0}},
             "extracted": [{"usage": {"input_tokens": 1000},
             "extractors": [{"provider_id": "openai", "api_flavor": "chat", "input_price": "0.01", "output_price": "0"}]}]}
            """;
        var measures = await Run(Row);
        measures["openai_prices_right"].Value.ShouldBe(1);
        measures["openai_prices_right"].Why!.ShouldContain("2025-06-09");
        measures["all_prices_right_today"].Value.ShouldBe(0);
    }

    [Fact]
    public async Task Data_without_such_a_set_says_so()
    {
        var measures = await Run("""{"text": "something else"}""");
        measures["missing"].Value.ShouldBeNull();
    }

    private async Task<Dictionary<string, Measure>> Run(params string[] rows)
    {
        await File.WriteAllLinesAsync(Path.Combine(_folder, "blocks.jsonl"), rows.Select(row => row.ReplaceLineEndings(" ")),
            TestContext.Current.CancellationToken);
        var request = new EvalRequest { DataFolder = _folder, StateFolder = _folder };
        var measures = new Dictionary<string, Measure>();
        await foreach (var measure in new CostSuite().RunAsync(request, TestContext.Current.CancellationToken))
            measures[measure.Name] = measure;
        return measures;
    }
}
