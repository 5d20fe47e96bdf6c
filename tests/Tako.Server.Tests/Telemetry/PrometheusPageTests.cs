using System.Diagnostics.Metrics;
using Tako.Server.Telemetry;

namespace Tako.Server.Tests.Telemetry;

[Collection(GlobalListening.Name)]
public sealed class PrometheusPageTests : IDisposable
{
    private readonly Meter _meter = new("Tako.Of.A.Test");
    private readonly PrometheusPage _page = new();

    public PrometheusPageTests() => _page.Start();

    public void Dispose()
    {
        _page.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void A_counter_counts_up_by_its_labels_in_whatever_order()
    {
        var counter = _meter.CreateCounter<long>("test.page.calls", "{call}", "Calls\nof \\ all kinds.");
        counter.Add(2, new("a.b", "x"), new("c", 7));
        counter.Add(3, new("c", 7), new("a.b", "x"));
        counter.Add(1, new KeyValuePair<string, object?>("a.b", "q\"\\\n"));
        counter.Add(1);

        var page = PageText.Of(_page);

        page.Types["test_page_calls_total"].ShouldBe("counter");
        page.Samples["test_page_calls_total{a_b=x,c=7}"].ShouldBe(5);
        page.Samples["test_page_calls_total{a_b=q\"\\\n}"].ShouldBe(1);
        page.Samples["test_page_calls_total"].ShouldBe(1);
        counter.Add(1);
        PageText.Of(_page).Samples["test_page_calls_total"].ShouldBe(2);
    }

    [Fact]
    public void A_histogram_tells_how_many_were_below_each_bound()
    {
        var histogram = _meter.CreateHistogram("test.page.time", "s", "Time.", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] });
        foreach (var value in new[] { 0.25, 0.5, 0.75, 1, 30 })
            histogram.Record(value, new KeyValuePair<string, object?>("ok", true));

        var page = PageText.Of(_page);

        page.Types["test_page_time_seconds"].ShouldBe("histogram");
        page.Samples["test_page_time_seconds_bucket{le=0.5,ok=true}"].ShouldBe(2);
        page.Samples["test_page_time_seconds_bucket{le=1,ok=true}"].ShouldBe(4);
        page.Samples["test_page_time_seconds_bucket{le=+Inf,ok=true}"].ShouldBe(5);
        page.Samples["test_page_time_seconds_count{ok=true}"].ShouldBe(5);
        page.Samples["test_page_time_seconds_sum{ok=true}"].ShouldBe(32.5);
    }

    [Fact]
    public void A_histogram_without_advice_has_bounds_that_fit_its_unit()
    {
        _meter.CreateHistogram<double>("test.page.plain", "s").Record(0.004);
        _meter.CreateHistogram<long>("test.page.tokens", "{token}").Record(1000);
        var page = PageText.Of(_page);
        page.Samples["test_page_plain_seconds_bucket{le=0.005}"].ShouldBe(1);
        page.Samples["test_page_plain_seconds_bucket{le=0.0025}"].ShouldBe(0);
        page.Samples["test_page_tokens_bucket{le=1024}"].ShouldBe(1);
    }

    [Fact]
    public void What_goes_up_and_down_and_what_is_set_are_gauges()
    {
        var running = _meter.CreateUpDownCounter<int>("test.page.running");
        var share = _meter.CreateGauge<double>("test.page.share", "1");
        running.Add(3);
        running.Add(-1);
        share.Record(0.5);
        share.Record(0.25);

        var page = PageText.Of(_page);

        page.Types["test_page_running"].ShouldBe("gauge");
        page.Samples["test_page_running"].ShouldBe(2);
        page.Samples["test_page_share_ratio"].ShouldBe(0.25);
    }

    [Fact]
    public void What_is_observed_is_asked_when_the_page_is_and_forgotten_when_it_is_gone()
    {
        List<Measurement<long>> values =
            [new(5, new KeyValuePair<string, object?>("x", "a")), new(6, new KeyValuePair<string, object?>("x", "b"))];
        _meter.CreateObservableCounter("test.page.seen", () => values, "By");
        _meter.CreateObservableGauge("test.page.broken", (Func<double>)(() => throw new InvalidOperationException("not now")));
        PageText.Of(_page).Samples["test_page_seen_bytes_total{x=a}"].ShouldBe(5);
        values[0] = new(9, new KeyValuePair<string, object?>("x", "a"));
        values.RemoveAt(1);

        var page = PageText.Of(_page);

        page.Samples["test_page_seen_bytes_total{x=a}"].ShouldBe(9);
        page.Samples.Keys.ShouldNotContain("test_page_seen_bytes_total{x=b}");
        page.Samples.Keys.ShouldNotContain(name => name.StartsWith("test_page_broken", StringComparison.Ordinal));
    }

    [Fact]
    public void Too_many_series_become_one_that_says_so()
    {
        var counter = _meter.CreateCounter<long>("test.page.wild");
        for (var number = 0; number < MetricFamily.MostSeries + 50; number++)
            counter.Add(1, new KeyValuePair<string, object?>("who", number));
        counter.Add(1, new KeyValuePair<string, object?>("who", 3));

        var page = PageText.Of(_page);

        page.Samples["test_page_wild_total{otel_metric_overflow=true}"].ShouldBe(50);
        page.Samples["test_page_wild_total{who=3}"].ShouldBe(2);
        page.Samples.Keys.Count(name => name.StartsWith("test_page_wild", StringComparison.Ordinal)).ShouldBe(MetricFamily.MostSeries + 1);
    }

    [Fact]
    public void Meters_of_the_platform_are_there_and_those_of_strangers_are_not()
    {
        using var stranger = new Meter("Takotsubo");
        stranger.CreateCounter<long>("test.page.strange").Add(1);
        var page = PageText.Of(_page);
        page.Samples["dotnet_process_cpu_count"].ShouldBeGreaterThan(0);
        page.Types["dotnet_gc_collections_total"].ShouldBe("counter");
        page.Samples.Keys.ShouldNotContain(name => name.Contains("strange", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_instances_of_a_meter_are_counted_together_and_a_contradiction_is_left_out()
    {
        using var twin = new Meter(_meter.Name);
        _meter.CreateCounter<long>("test.page.twin").Add(1);
        twin.CreateCounter<long>("test.page.twin").Add(2);
        twin.CreateUpDownCounter<long>("test.page.twin.total").Add(40);
        PageText.Of(_page).Samples["test_page_twin_total"].ShouldBe(3);
    }

    [Fact]
    public async Task However_many_record_at_once_nothing_is_lost()
    {
        var counter = _meter.CreateCounter<double>("test.page.busy");
        var histogram = _meter.CreateHistogram<double>("test.page.busy.time", "s");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            for (var round = 0; round < 5000; round++)
            {
                counter.Add(0.5, new KeyValuePair<string, object?>("x", round % 3));
                histogram.Record(round % 7, new KeyValuePair<string, object?>("x", "all"));
                if (round % 1000 == 0)
                    PageText.Of(_page);
            }
        })));
        var page = PageText.Of(_page);
        Enumerable.Range(0, 3).Sum(x => page.Samples[$"test_page_busy_total{{x={x}}}"]).ShouldBe(20_000);
        page.Samples["test_page_busy_time_seconds_count{x=all}"].ShouldBe(40_000);
        page.Samples["test_page_busy_time_seconds_bucket{le=+Inf,x=all}"].ShouldBe(40_000);
    }

    [Fact]
    public void Recording_allocates_nothing_once_a_series_is_known()
    {
        var counter = _meter.CreateCounter<long>("test.page.thrifty");
        var histogram = _meter.CreateHistogram<double>("test.page.thrifty.time", "s");
        Record();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1000; round++)
            Record();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1000);

        void Record()
        {
            counter.Add(1, new KeyValuePair<string, object?>("model", "small"), new("state", "hit"));
            histogram.Record(0.2, new KeyValuePair<string, object?>("model", "small"), new("state", "hit"), new("provider", "home"));
        }
    }

    [Theory]
    [InlineData("http.server.request.duration", "s", "http_server_request_duration_seconds")]
    [InlineData("a.bytes", "By", "a_bytes")]
    [InlineData("9 lives", "{life}", "_9_lives")]
    [InlineData("speed", "By/s", "speed_bytes_per_second")]
    [InlineData("fill", "%", "fill_percent")]
    public void Names_are_those_of_the_conventions(string name, string unit, string expected) =>
        MetricName.Of(_meter.CreateHistogram<double>(name.Replace(' ', '.'), unit), MetricKind.Histogram).ShouldBe(expected);
}
