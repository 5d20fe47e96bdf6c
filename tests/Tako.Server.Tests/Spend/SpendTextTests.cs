using System.Text;
using System.Text.Json;
using Tako.Core.Ledger;
using Tako.Models.Pricing;
using Tako.Server.Spend;

namespace Tako.Server.Tests.Spend;

public sealed class SpendTextTests
{
    [Fact]
    public void Records_are_written_as_the_serializer_would()
    {
        var random = new Random(5);
        var text = new SpendText();
        var records = new List<SpendRecord>();
        for (var round = 0; round < 500; round++)
        {
            records.Add(new SpendRecord
            {
                Number = random.Next(3),
                At = new DateTimeOffset(2026, 5, 13, random.Next(24), 1, random.Next(60), random.Next(1000),
                    TimeSpan.FromHours(random.Next(3))),
                Key = Word(random) ?? "",
                Team = Word(random),
                Model = Word(random) ?? "",
                Answered = Word(random),
                Provider = Word(random),
                Wire = Word(random),
                Tags = random.Next(2) == 0 ? null : [.. Enumerable.Range(0, random.Next(3)).Select(_ => Word(random) ?? "")],
                Tokens = random.Next(3) == 0 ? null : new TokenBuckets
                {
                    Input = Count(random), CacheRead = Count(random), CacheWrite = Count(random), CacheWriteHour = Count(random),
                    AudioInput = Count(random), CachedAudio = Count(random), ImageInput = Count(random), CachedImage = Count(random),
                    Output = Count(random), Reasoning = Count(random), AudioOutput = Count(random), ImageOutput = Count(random),
                },
                Usd = random.Next(2) == 0 ? null : random.Next(1_000_000) / 1_000_000_000m,
                ChargedTokens = random.Next(2) == 0 ? null : Count(random),
                ChargedUsd = random.Next(2) == 0 ? null : random.Next(5) / 100m,
                Estimated = random.Next(2) == 0,
                Cached = random.Next(2) == 0,
                Attempts = random.Next(3),
                Outcome = Word(random) ?? "ok",
                Ms = Count(random),
            });
        }

        var bodies = text.Of(records).ToList();
        bodies.ShouldAllBe(body => body.Length <= LedgerLimits.EventBytes);
        bodies.Count.ShouldBeLessThan(records.Count / 10);
        bodies.SelectMany(body => JsonDocument.Parse(body).RootElement.GetProperty("calls").EnumerateArray())
            .Select(call => call.GetRawText())
            .ShouldBe(records.Select(record => JsonSerializer.Serialize(record, SpendEventJson.Default.SpendRecord)));
        text.Of(records).SelectMany(body => SpendText.Read(SpendText.Type, body)).Select(record => record.Number)
            .ShouldBe(records.Select(record => record.Number));
        text.Of([]).ShouldBeEmpty();
    }

    private static long Count(Random random) => random.Next(2) == 0 ? 0 : random.NextInt64(1L << 40);

    private static string? Word(Random random) => random.Next(5) switch
    {
        0 => null,
        1 => "",
        2 => "größe \"x\"\n",
        _ => $"model-{random.Next(9)}",
    };
}
