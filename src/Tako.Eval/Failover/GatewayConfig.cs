using System.Globalization;
using System.Text;
using Tako.Eval.Failover.Scenarios;

namespace Tako.Eval.Failover;

/// <summary>The configuration of a gateway that is to be measured, as text.</summary>
internal static class GatewayConfig
{
    /// <summary>US dollars per million tokens. They differ, so that it shows whose prices a gateway takes.</summary>
    public static readonly (decimal Input, decimal Output) PrimaryPrice = (1m, 2m);

    public static readonly (decimal Input, decimal Output) FallbackPrice = (3m, 5m);

    private const int SmallWindow = 8_000;
    private const int LargeWindow = 200_000;

    public static string Yaml(Uri provider, Surface wire)
    {
        var (kind, path) = wire == Surface.Messages ? ("anthropic", "") : ("compatible", "/v1");
        var yaml = new StringBuilder()
            .Append("providers:\n")
            .Append($"  s: {{ kind: {kind}, baseAddress: \"{provider.GetLeftPart(UriPartial.Authority)}{path}\", key: \"none\" }}\n")
            .Append("models:\n");
        foreach (var scenario in ScenarioBook.All)
        {
            yaml.Append(Model($"{scenario.Id}-primary", wire, SmallWindow, PrimaryPrice))
                .Append(Model($"{scenario.Id}-fallback", wire, LargeWindow, FallbackPrice))
                .Append($"  {scenario.Id}: {{ chain: [{scenario.Id}-primary, {scenario.Id}-fallback] }}\n");
        }

        return yaml.Append("timeouts: { connect: 5s, firstToken: 10s, idle: 10s, call: 120s }\n").Append("retries: 2\n").ToString();
    }

    private static string Model(string name, Surface wire, int window, (decimal Input, decimal Output) price) =>
        string.Create(CultureInfo.InvariantCulture,
            $"  {name}: {{ provider: s, id: {name},{(wire == Surface.Responses ? " wire: responses," : "")} contextWindow: {window}, "
            + $"prices: {{ input: {price.Input}, output: {price.Output} }} }}\n");
}
