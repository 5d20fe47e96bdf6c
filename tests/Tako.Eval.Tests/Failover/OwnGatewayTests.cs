using Tako.Eval.Failover;
using Tako.Eval.Tests.Failover.Doubles;

namespace Tako.Eval.Tests.Failover;

/// <summary>Tako's own gateway behind the sixteen ways to break, with all clocks twenty times as fast.</summary>
[Collection(Clocked.Name)]
public sealed class OwnGatewayTests
{
    [Theory]
    [InlineData(Surface.Chat)]
    [InlineData(Surface.Responses)]
    [InlineData(Surface.Messages)]
    public async Task It_passes_all_sixteen_also_where_client_and_provider_speak_different_protocols(Surface surface)
    {
        var options = new FailoverOptions { Surface = surface, Crossed = true, AtOnce = 4 };

        var measures = await Play.AllAsync(new OwnGateway(new Random(1)).StartAsync, options);

        measures.Where(measure => measure.Verdict is not (null or "pass")).Select(measure => $"{measure.Set} {measure.Name}: {measure.Why}")
            .ShouldBeEmpty();
        measures.Count(measure => measure.Verdict == "pass").ShouldBe(3 * 16);
    }
}
