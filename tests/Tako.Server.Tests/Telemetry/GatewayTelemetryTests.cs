using System.Diagnostics;
using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Models.Pricing;
using Tako.Models.Wire;
using Tako.Server.Telemetry;
using Tako.Testing.Time;

namespace Tako.Server.Tests.Telemetry;

[Collection(GlobalListening.Name)]
public sealed class GatewayTelemetryTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly PrometheusPage _page = new();
    private readonly GatewayTelemetry _telemetry;

    public GatewayTelemetryTests()
    {
        _telemetry = new GatewayTelemetry(new TelemetryOptions(), _time, _ => null);
        _page.Start();
    }

    public void Dispose()
    {
        _telemetry.Dispose();
        _page.Dispose();
    }

    [Fact]
    public void A_call_is_measured_by_the_names_of_the_conventions()
    {
        var span = _telemetry.Begin(Call("m1"));
        _time.Advance(TimeSpan.FromSeconds(2));
        _telemetry.End(span, new AnswerHead { Model = "m1", Provider = "p1" }, new CallReport
        {
            Usage = new ReportedUsage { Input = 300, Output = 5 },
            FirstContent = TimeSpan.FromSeconds(0.5),
            Elapsed = TimeSpan.FromSeconds(2),
            Waited = TimeSpan.FromSeconds(1.9999),
        });

        var page = PageText.Of(_page);
        const string labels = "gen_ai_operation_name=chat,gen_ai_provider_name=p1,gen_ai_request_model=m1";
        page.Samples[$"gen_ai_client_operation_duration_seconds_sum{{{labels}}}"].ShouldBe(2);
        page.Samples[$"gen_ai_client_token_usage_sum{{{labels},gen_ai_token_type=input}}"].ShouldBe(300);
        page.Samples[$"gen_ai_client_token_usage_sum{{{labels},gen_ai_token_type=output}}"].ShouldBe(5);
        page.Samples[$"gen_ai_server_time_to_first_token_seconds_sum{{{labels}}}"].ShouldBe(0.5);
        page.Samples[$"tako_gateway_overhead_seconds_sum{{{labels}}}"].ShouldBe(0.0001, 0.000001);
    }

    [Fact]
    public void A_cached_answer_used_no_tokens()
    {
        _telemetry.End(_telemetry.Begin(Call("m2")), new AnswerHead { Model = "m2", Provider = "p1", Cache = CacheState.Hit },
            new CallReport { Usage = new ReportedUsage { Input = 300 }, Usd = 0, FirstContent = default(TimeSpan), Elapsed = default });
        var names = PageText.Of(_page).Samples.Keys.Where(name => name.Contains("=m2", StringComparison.Ordinal)).ToList();
        names.ShouldContain(name => name.StartsWith("gen_ai_client_operation_duration", StringComparison.Ordinal));
        names.ShouldNotContain(name => name.Contains("token", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_that_nobody_configured_make_no_series()
    {
        for (var number = 0; number < 50; number++)
        {
            _telemetry.End(_telemetry.Begin(Call($"guess-{number}")), new AnswerHead(), null, new CallFailure
            {
                Kind = CallFailureKind.NotConfigured,
                Message = "no",
                Provider = "",
                Model = "",
            });
        }

        var page = PageText.Of(_page);
        page.Samples.Keys.ShouldNotContain(name => name.Contains("guess", StringComparison.Ordinal));
        page.Samples.Keys.ShouldContain(name => name.Contains("error_type=not_configured", StringComparison.Ordinal)
            && name.Contains("gen_ai_request_model=unknown", StringComparison.Ordinal));
    }

    [Fact]
    public void Nobody_who_listens_costs_no_span()
    {
        _telemetry.Begin(Call("m3")).Activity.ShouldBeNull();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == GatewayTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        var span = _telemetry.Begin(Call("m3"));
        Activity.Current.ShouldBe(span.Activity);
        _telemetry.End(span, null, new CallReport { Elapsed = default, Abandoned = true });
        Activity.Current.ShouldNotBe(span.Activity);
        span.Activity!.GetTagItem("error.type").ShouldBe("abandoned");
    }

    [Fact]
    public void Every_kind_of_failure_has_its_word()
    {
        GenAi.Word(CallFailureKind.ContextTooLong).ShouldBe("context_too_long");
        Enum.GetValues<CallFailureKind>().Select(GenAi.Word).Distinct().Count().ShouldBe(Enum.GetValues<CallFailureKind>().Length);
    }

    private static ModelCall Call(string model) => new() { Model = model, Wire = WireKind.Chat };
}
